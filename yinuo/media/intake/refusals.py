"""Why a file can't be taken, in a sentence that says what to do next."""

from django.utils.functional import Promise


class UnableToTake(Exception):
    """``code`` is stable and for programs, ``sentence`` is for the person, ``status`` is 413, 415 or 422."""

    reasons: dict[str, tuple[int, Promise]] = {}

    def __init__(self, code: str) -> None:
        self.code = code
        self.status, self._sentence = self.reasons[code]
        super().__init__(code)

    @property
    def sentence(self) -> str:
        """In the language of the request that shows it."""
        return str(self._sentence)
