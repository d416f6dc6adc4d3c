"""What the service worker may show when a push wakes it: by kind, one fixed sentence in each language.

Rooms say their kinds here; the worker knows no others, and a push carries no words of its own.
"""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

_SENTENCES: dict[str, Callable[[str], str]] = {}


def notification(kind: str, said: Callable[[str], str]) -> None:
    """``said`` gives the sentence in a language."""
    _SENTENCES[kind] = said


def sentences() -> dict[str, dict[str, str]]:
    """By language, then by kind; under the empty kind what is said of one that this worker does not know yet."""
    return {code: _in(code) for code, _name in settings.LANGUAGES}


def _in(language: str) -> dict[str, str]:
    with override(language):
        return {"": _("有新的提醒"), **{kind: said(language) for kind, said in _SENTENCES.items()}}
