"""Reading a page as a person does."""

import re
from typing import Any


def words(answer: Any) -> str:
    """The text of a page without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
