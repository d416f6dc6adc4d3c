"""The recovery kit: the keys once more, sealed, and on paper what opens them.

A backup of the database without the keys is noise, and keys beside the database protect nothing. So the keys of
the day are sealed into ``recovery/keys.sealed`` for a backup of its own, and the code that opens them exists only on
paper. A kit opens what was sealed with it; `yinuo init --new-kit` makes the next one after the keys have turned.
"""

import base64
import hashlib
import html
import json
import os
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_GROUP = 4
_BOUND = b"yinuo recovery kit 1"


class WrongCode(Exception):
    """The code was mistyped, or belongs to another kit."""


def make(home: Path, operator: str) -> Path:
    """Seal the keys that exist now and write the page to print; returns its place."""
    code = _spell(os.urandom(20))
    folder = home / "recovery"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = sorted(path for path in (home / "keys").rglob("*.key"))
    keys = {str(path.relative_to(home / "keys")): base64.b64encode(path.read_bytes()).decode() for path in found}
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = AESGCM(_key(code, salt)).encrypt(nonce, json.dumps(keys).encode(), _BOUND)
    _write(folder / "keys.sealed", salt + nonce + sealed)
    paper = home / "recovery-kit.html"
    _write(paper, _page(operator, code, sorted(keys)).encode())
    return paper


def restore(home: Path, code: str) -> list[str]:
    """Put sealed keys back that are missing in ``keys``; returns their names. Raises :class:`WrongCode`."""
    raw = (home / "recovery" / "keys.sealed").read_bytes()
    salt, nonce, sealed = raw[:16], raw[16:28], raw[28:]
    try:
        keys = json.loads(AESGCM(_key(code, salt)).decrypt(nonce, sealed, _BOUND))
    except InvalidTag:
        raise WrongCode("This code does not open the kit; check it against the paper, group by group.") from None
    put = []
    for name, value in keys.items():
        path = home / "keys" / name
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(path, base64.b64decode(value))
            put.append(name)
    return put


def _key(code: str, salt: bytes) -> bytes:
    plain = "".join(mark for mark in code.upper() if mark.isalnum())
    return hashlib.scrypt(plain.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)


def _spell(secret: bytes) -> str:
    """Base32 in groups: no 0, 1, 8 or 9 to mistake for a letter."""
    letters = base64.b32encode(secret).decode().rstrip("=")
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)


def _page(operator: str, code: str, names: list[str]) -> str:
    made = datetime.now(UTC).date().isoformat()
    rows = "".join(f"<li>{html.escape(name)}</li>" for name in names)
    return (
        '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>恢复套件 Recovery kit</title>'
        f"<h1>恢复套件 Recovery kit</h1><p>{html.escape(operator)} · {made}</p>"
        f'<p style="font:24px monospace">{code}</p>'
        "<p>请打印本页，交由负责人锁存，然后删除本文件。把 recovery/keys.sealed 与数据库备份分开保存。"
        "恢复时运行 yinuo init --recover，并输入上面的代码。</p>"
        "<p>Print this page, lock it away, delete the file. Keep recovery/keys.sealed apart from the backups of the "
        f"database. To restore: yinuo init --recover.</p><ol>{rows}</ol></html>"
    )
