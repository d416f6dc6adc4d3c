"""The sheet of a public page carries the house's own colours."""

import re
from pathlib import Path

STATIC = Path(__file__).parents[2] / "web" / "static" / "web"


def values(file: str) -> list[dict[str, str]]:
    """Light, dark."""
    light, _, dark = (STATIC / file).read_text("utf-8").partition("prefers-color-scheme: dark")
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part)) for part in (light, dark)]


def test_the_one_sheet_says_the_same_as_the_tokens() -> None:
    for own, house in zip(values("article.css"), values("tokens.css"), strict=True):
        assert own
        assert {name: house[name] for name in own} == own
