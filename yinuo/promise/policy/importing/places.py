"""Where something stands, in words: line, character, and the first words there with contacts covered."""

from django.utils.translation import gettext_noop as _

from yinuo.promise.policy.importing.masking import Mask
from yinuo.promise.policy.importing.plain import Plain
from yinuo.promise.policy.importing.sentences import Sentence

WORDS = 16


class Places:
    def __init__(self, plain: Plain, mask: Mask) -> None:
        self.plain = plain
        self.mask = mask

    def words(self, start: int, end: int) -> str:
        return self.mask.shown(start, end)

    def place(self, start: int) -> Sentence:
        """``第 12 行第 3 字“1.4 存储”``; shown in the language of the sentence that it stands in."""
        line = self.plain.line_at(start)
        words = " ".join(self.words(start, min(start + WORDS, len(self.plain.text))).split())
        values = {"line": line.number, "column": start - line.start + 1, "words": words}
        return Sentence(PLACE, values)


PLACE = _("第 %(line)d 行第 %(column)d 字“%(words)s”")
