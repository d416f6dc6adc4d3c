"""What the sources reach for: hosts, device permissions, client storage, scripts of others."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from yinuo.promise.closure.inventory import Named

_HOST = re.compile(r"""\b(?:https?|wss?)://([A-Za-z0-9.-]+\.[A-Za-z]{2,})""")
_SCRIPT = re.compile(r"""<script[^>]*\bsrc=["']([^"']+)["']""")
_STATIC = re.compile(r"""\{%\s*static\s+["']([^"']+)["']\s*%\}""")
# What a browser asks the person for, and the permission id under which a clause declares it.
_PERMISSIONS = {
    "camera": re.compile(r"getUserMedia\([^)]*video|getDisplayMedia|facingMode"),
    "microphone": re.compile(r"getUserMedia\([^)]*audio|MediaRecorder\("),
    "location": re.compile(r"navigator\.geolocation"),
    "notification": re.compile(r"Notification\.requestPermission|pushManager\.subscribe"),
    "clipboard": re.compile(r"clipboard\.read"),
    "album": re.compile(r"""type=["']file["']|\.type\s*=\s*["']file["']|showOpenFilePicker"""),
    "bluetooth": re.compile(r"navigator\.(?:bluetooth|usb|serial|hid)"),
    "floating_window": re.compile(r"requestPictureInPicture|documentPictureInPicture"),
}
_STORAGE = {
    "local_storage": re.compile(r"\blocalStorage\b"),
    "session_storage": re.compile(r"\bsessionStorage\b"),
    "indexeddb": re.compile(r"""indexedDB\.(?:open|deleteDatabase)\(\s*([\w"'.-]+)"""),
    "cache": re.compile(r"""caches\.open\(\s*([\w"'.-]+)"""),
    "cookie": re.compile(r"document\.cookie"),
    "service_worker": re.compile(r"""serviceWorker\s*\.register\(\s*([\w"'./-]+)"""),
}
# Addresses that name something and are never reached: XML namespaces and the like.
NAMES_ONLY = frozenset({"www.w3.org", "schema.org", "localhost"})
OURS = ("web/", "{{")


def files(root: Path, *suffixes: str) -> Iterator[Path]:
    """The program's own sources: no tests, no generated or vendored folders."""
    for path in sorted(root.rglob("*")):
        skipped = {"tests", "migrations", "__pycache__", "locale", "node_modules"} & set(path.parts)
        if path.suffix in suffixes and not skipped:
            yield path


def hosts(paths: Iterable[Path]) -> Iterator[Named]:
    """Hosts that the sources name."""
    for path in paths:
        for host in sorted(set(_HOST.findall(path.read_text(encoding="utf-8")))):
            if host not in NAMES_ONLY and not host.endswith((".invalid", ".example", ".test")):
                yield Named("host", host, str(path))


def permissions(paths: Iterable[Path]) -> Iterator[Named]:
    """Device permissions that the page scripts and templates ask for."""
    for path in paths:
        text = path.read_text(encoding="utf-8")
        for name, pattern in _PERMISSIONS.items():
            if pattern.search(text):
                yield Named("permission", name, str(path))


def client_storage(paths: Iterable[Path]) -> Iterator[Named]:
    """What the page scripts keep on the device. A name given by a constant is looked up in the same file."""
    for path in paths:
        text = path.read_text(encoding="utf-8")
        for kind, pattern in _STORAGE.items():
            for found in pattern.finditer(text):
                yield Named(kind, _name(found.group(1), text) if found.groups() else kind, str(path))


def _name(word: str, text: str) -> str:
    if word[:1] in "\"'":
        return word.strip("\"'")
    constant = re.search(rf"""\b{re.escape(word)}\s*=\s*["']([^"']+)["']""", text)
    return constant.group(1) if constant else word


def scripts(paths: Iterable[Path]) -> Iterator[Named]:
    """Scripts in templates that are not ours: another's code runs in the person's browser (clause 3.1.5)."""
    for path in paths:
        text = path.read_text(encoding="utf-8")
        for src in _SCRIPT.findall(_STATIC.sub(r"\1", text)):
            if not src.startswith(OURS):
                yield Named("script", src, str(path))
