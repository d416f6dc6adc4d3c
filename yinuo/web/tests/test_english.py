"""English is complete: what a page can say has its English, with the same places to fill."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "web" / "locale" / "en" / "LC_MESSAGES" / "django.po"
PLACE = re.compile(r"%\(\w+\)[sd]")
SAID = (
    re.compile(r"{% translate ([\"'])(.+?)\1"),
    re.compile(r"(?:\b_|gettext|gettext_lazy)\(\s*([\"'])((?:(?!\1).)+)\1\s*\)"),
    re.compile(r"=_\(([\"'])(.+?)\1\)"),
)


def catalogue() -> dict[str, Message]:
    with CATALOGUE.open("rb") as file:
        return {str(one.id[0] if isinstance(one.id, tuple) else one.id): one for one in read_po(file) if one.id}


def english(one: Message) -> list[str]:
    """One form, or two where it counts something."""
    return (
        [str(one.string or "")] if isinstance(one.string, str) or not one.string else [str(form) for form in one.string]
    )


def said() -> Iterator[tuple[str, str]]:
    """File and words of everything that is marked for translation on one line."""
    for path in sorted([*ROOT.rglob("*.html"), *ROOT.rglob("*.py")]):
        if "tests" in path.parts:
            continue
        text = path.read_text("utf-8")
        for pattern in SAID:
            for found in pattern.finditer(text):
                yield str(path.relative_to(ROOT)), found[2]


def test_every_message_has_its_english() -> None:
    known = catalogue()
    assert len(known) > 500
    assert [words for words, one in known.items() if not all(english(one))] == []
    assert [words for words, one in known.items() if one.fuzzy] == []


def test_english_fills_the_same_places() -> None:
    for words, one in catalogue().items():
        *singular, last = english(one)
        assert sorted(PLACE.findall(last)) == sorted(PLACE.findall(words)), words
        for form in singular:  # "once" says one without its number
            assert set(PLACE.findall(form)) <= set(PLACE.findall(words)), words


def test_what_is_marked_in_the_source_is_in_the_catalogue() -> None:
    known = catalogue()
    marked = [(file, words) for file, words in said() if re.search("[\u4e00-\u9fff]", words)]
    assert len(marked) > 300
    assert [(file, words) for file, words in marked if words not in known] == []


@pytest.mark.parametrize(("language", "words"), [("en", "Privacy policy"), ("zh-hans", "隐私政策")])
def test_a_page_speaks_the_language_that_was_chosen(language: str, words: str) -> None:
    with translation.override(language):
        assert translation.gettext("隐私政策") == words
