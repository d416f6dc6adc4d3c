"""Bytes as text: byte order marks, the charset that a web page names, UTF-8, GB18030. Anything else is refused."""

import codecs
import re

from django.utils.translation import gettext_noop as _

from yinuo.promise.policy.importing.sentences import Sentence, UnableToImport

LARGEST = 4 * 1024 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KNOWN = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "utf8": "utf-8"}
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_BINARY = ((b"%PDF", "PDF"), (b"PK\x03\x04", "Word (docx), zip"), (b"\xd0\xcf\x11\xe0", "Word (doc)"))
# What no policy holds: control characters, unassigned planes, the private use area. GB18030 decodes nearly any bytes.
_STRANGE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\U000e0000-\U0010ffff]")
_ORDINARY = re.compile(r"[\x20-\x7e\s\u2010-\u2040\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def decoded(content: bytes) -> str:
    """The text with ``\\n`` line ends; raises :class:`UnableToImport` for what is empty, binary, too long, unknown."""
    if len(content) > LARGEST:
        raise UnableToImport(
            Sentence(_("这个文件超过 %(size)d MB，不像一份政策；请只留下政策的正文。"), {"size": LARGEST >> 20})
        )
    for magic, kind in _BINARY:
        if content.startswith(magic):
            raise UnableToImport(
                Sentence(_("这是 %(kind)s 文件，不是文字；请先另存为文本、网页或 Markdown。"), {"kind": kind})
            )
    text = _with_bom(content) or _without_bom(content)
    if not text.strip():
        raise UnableToImport(Sentence(_("这个文件是空的：没有可以读的文字。")))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _with_bom(content: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise _unknown() from None
    return None


def _without_bom(content: bytes) -> str:
    if b"\x00" in content:
        raise UnableToImport(Sentence(_("这个文件是二进制的，不是文字；请先另存为文本、网页或 Markdown。")))
    named = _CHARSET.search(content[:4096])
    charsets = ["utf-8", "gb18030"]
    if named:
        charset = named.group(1).decode("ascii").lower()
        charsets.insert(0, _KNOWN.get(charset, charset))
    for charset in charsets:
        try:
            text = content.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
        if _plausible(text):
            return text
    raise _unknown()


def _plausible(text: str) -> bool:
    sample = text[:200_000]
    ordinary = len(_ORDINARY.findall(sample))
    return len(_STRANGE.findall(sample)) * 200 <= len(sample) and ordinary * 10 >= len(sample) * 9


def _unknown() -> UnableToImport:
    return UnableToImport(Sentence(_("看不出这个文件用的是什么编码；请另存为 UTF-8。")))
