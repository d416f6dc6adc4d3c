"""A real SMTP server on loopback, and people with addresses."""

import ipaddress
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from yinuo.notices.actions import keep_address
from yinuo.notices.stand_in_mail import Box, SmtpServer
from yinuo.notices.tests.pushing import service  # noqa: F401 - the fixture
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.models import Announcement
from yinuo.promise.policy.acts import Hand
from yinuo.promise.policy.drafts import begin, save
from yinuo.promise.policy.publishing import publish
from yinuo.promise.policy.tests.conftest import shelf  # noqa: F401 - the fixture
from yinuo.promise.tests.conftest import confirmed, notice
from yinuo.promise.vault import uuid7

TEXT = 'id = "message_text"\nneed = "basic"\nbasis = "contract"\nsource = ["given"]'


def serving(box: Box, tls: ssl.SSLContext | None = None) -> SmtpServer:
    server = SmtpServer(0, box, tls)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server


def point_at(settings: Any, server: SmtpServer, security: str = "plain") -> None:
    port = int(server.server_address[1])
    settings.YINUO = replace(
        settings.YINUO,
        mail_host="127.0.0.1",
        mail_port=port,
        mail_security=security,
        mail_user="tester",
        mail_password="secret",
    )
    settings.YINUO_STAND_INS = {"mail": f"127.0.0.1:{port}"}


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    """What the mail service took in; the settings point at it."""
    made = Box("tester", "secret")
    server = serving(made)
    point_at(settings, server)
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """For 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(alternative, critical=False)
        .sign(key, hashes.SHA256())
    )
    files = tmp_path / "cert.pem", tmp_path / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files


def with_address(address: str, role: str = "doctor") -> Actor:
    """Somebody who confirmed what is in force and gave an address."""
    actor = confirmed(role)
    with open_purpose("notices.policy", actor=actor, door="test"):
        keep_address(actor=actor, typed=address, notice=notice(role, "notices.policy"))
    return actor


def announce(*pairs: tuple[str, str], days: int = 0) -> Announcement:
    """A next version of the doctors' policy; without words a widening one."""
    hand = Hand.of(uuid7())
    draft = begin(hand, "doctor")
    text = str(draft.files["policy.md"])
    for old, new in pairs or ((TEXT, TEXT.replace('["given"]', '["given", "automatic"]')),):
        assert old in text
        text = text.replace(old, new, 1)
    draft = save(hand, draft.pk, revision=1, texts={"policy.md": text})
    day = timezone.localdate() + timedelta(days=days)
    return publish(hand, draft.pk, revision=draft.revision, effective=day)
