"""The hospital's own plans, by disease: files of data beside the program, each linted by a test."""

import tomllib
from functools import lru_cache
from pathlib import Path

from yinuo.followups.content import Content, read_content

FOLDER = Path(__file__).parent / "library"
ORDER = ("hypertension", "diabetes", "asthma", "after_surgery", "depression", "pregnancy")


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Content]:
    """By key, in the order in which they are offered."""
    return {key: read_content(tomllib.loads((FOLDER / f"{key}.toml").read_text("utf-8"))) for key in ORDER}
