"""Key pairs for the demonstration's bank: one of ours, one of the bank's; made once in a home's ``run`` folder."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

OURS, BANK = "ours", "bank"


def private(folder: Path, whose: str) -> Path:
    return folder / f"{whose}.key.pem"


def public(folder: Path, whose: str) -> Path:
    return folder / f"{whose}.pem"


def prepare(folder: Path) -> None:
    """Make what is missing; a key that is there stays."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for whose in (OURS, BANK):
        if public(folder, whose).exists():
            continue
        key = generate_private_key(65537, 2048)
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        private(folder, whose).touch(mode=0o600)
        private(folder, whose).write_bytes(secret)
        public(folder, whose).write_bytes(
            key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        )
