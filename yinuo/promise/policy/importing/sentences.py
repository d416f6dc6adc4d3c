"""What an import has to say: sentences with a place, in the reader's language, and the one failure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, override

SHOWN = 10  # faults of one file that are told; the rest follow from them as a rule


@dataclass(frozen=True)
class Sentence:
    """``msgid`` is Chinese and translated when shown; ``values`` fill it in either language."""

    msgid: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return gettext(self.msgid) % self.values

    def in_both(self) -> str:
        """Chinese, then English."""
        with override("zh-hans"):
            chinese = str(self)
        with override("en"):
            english = str(self)
        return chinese if chinese == english else f"{chinese} {english}"


class UnableToImport(Exception):
    """The file can't become clauses; ``sentences`` say why and what to do, the first one first."""

    def __init__(self, *sentences: Sentence) -> None:
        super().__init__("\n".join(sentence.in_both() for sentence in sentences[:SHOWN]))
        self.sentences = sentences
