from datetime import date
from pathlib import Path

import pytest

from yinuo.promise.policy.diff import Direction
from yinuo.promise.policy.evidence import proving_tests
from yinuo.promise.policy.library import Library
from yinuo.promise.policy.lint import lint
from yinuo.promise.policy.loader import load
from yinuo.promise.policy.source import POLICY
from yinuo.promise.policy.strike import UnableToStrike, plan, write
from yinuo.promise.policy.tests.samples import write_policy

DAY = date(2026, 3, 4)


@pytest.fixture
def books(tmp_path: Path) -> Library:
    write_policy(tmp_path / "ours")
    return Library([tmp_path / "ours", tmp_path / "home"])


@pytest.mark.parametrize("word", ["microphone", "麦克风", "录音"])
def test_striking_a_permission_closes_what_is_captured_through_it(books: Library, word: str) -> None:
    before = books.in_force("doctor")
    assert "microphone" in before.purposes["consultations"].permissions

    stroke = plan(books, "doctor", "1.1", word, day=DAY)

    assert (stroke.before, stroke.after, stroke.kind, stroke.id) == ("1.0.0", "1.0.1", "permission", "microphone")
    assert [(each.purpose, each.item, each.through) for each in stroke.closes] == [
        ("consultations", "voice_note", "microphone")
    ]
    assert [(each.kind, each.direction) for each in stroke.differences] == [("permission", Direction.NARROWING)]
    assert stroke.told and not stroke.asked


def test_the_next_version_is_the_same_text_with_the_stroke_in_it(books: Library) -> None:
    stroke = plan(books, "doctor", "1.1", "microphone", day=DAY)

    folder = write(stroke, books.folders[-1])

    assert lint(folder, {"1.0.0": None, "1.0.1": "1.0.0"}) == []
    after = load(folder)
    assert (after.supersedes, after.published, after.effective) == ("1.0.0", DAY, DAY)
    talking = after.purposes["consultations"]
    assert not talking.permissions and talking.items["voice_note"].through == ("microphone",)
    text = after.clauses["1.1"].text
    assert "需要~~麦克风~~权限" in text and "才会~~录音~~" in text and "（本条不再使用：麦克风）" in text
    old, new = (
        book.read_text(encoding="utf-8").split("\n")
        for book in (books.folders[0] / "doctor/1.0.0" / POLICY, folder / POLICY)
    )
    assert new[new.index("## 2 我们如何使用 Cookie 等技术") :] == old[old.index("## 2 我们如何使用 Cookie 等技术") :]
    assert books.in_force("doctor").number == "1.0.1"


def test_striking_an_item_takes_the_permission_that_only_it_used(books: Library) -> None:
    stroke = plan(books, "doctor", "1.1", "语音消息", day=DAY)
    after = load(write(stroke, books.folders[-1]))

    assert {(each.kind, each.direction) for each in stroke.differences} == {
        ("item", Direction.NARROWING),
        ("permission", Direction.NARROWING),
    }
    assert set(after.purposes["consultations"].items) == {"message_text"}
    assert "# A voice note" not in (books.folders[-1] / "doctor/1.0.1" / POLICY).read_text(encoding="utf-8")
    assert "也可以发送~~语音消息~~" in after.clauses["1.1"].text


def test_a_stroke_upon_a_stroke_takes_the_next_free_number(books: Library) -> None:
    write(plan(books, "doctor", "1.1", "microphone", day=DAY), books.folders[-1])

    stroke = plan(books, "doctor", "1.1", "voice_note", day=DAY)

    assert (stroke.before, stroke.after) == ("1.0.1", "1.0.2")
    assert stroke.files[POLICY].decode().count("~~~~") == 0


def test_two_strokes_at_once_do_not_write_the_same_number(books: Library) -> None:
    one, two = (plan(books, "doctor", "1.1", word, day=DAY) for word in ("microphone", "message_text"))
    write(one, books.folders[-1])

    with pytest.raises(UnableToStrike, match=r"doctor 1\.0\.1 was written by somebody else"):
        write(two, books.folders[-1])


@pytest.mark.parametrize(
    ("clause", "word", "says"),
    [
        ("9.9", "microphone", "has no clause 9.9"),
        ("2", "microphone", "declares no purpose"),
        ("1.1", "camera", "does not declare 'camera'; it declares message_text, microphone, voice_note"),
    ],
)
def test_what_is_not_declared_can_not_be_struck(books: Library, clause: str, word: str, says: str) -> None:
    with pytest.raises(UnableToStrike, match=says):
        plan(books, "doctor", clause, word, day=DAY)


def test_an_archive_is_not_struck(tmp_path: Path) -> None:
    write_policy(tmp_path, more="archive = true\n")
    books = Library([tmp_path], lambda: {"doctor": "1.0.0"})

    with pytest.raises(UnableToStrike, match="is an archive"):
        plan(books, "doctor", "1.1", "microphone", day=DAY)


def test_the_tests_of_a_clause_are_found_by_reading(tmp_path: Path) -> None:
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "test_one.py").write_text(
        "import pytest\n"
        "@pytest.mark.clause('1.2')\ndef test_voice(): ...\n"
        "@pytest.mark.clause('1.1a')\ndef test_phone(): ...\n"
        "@pytest.mark.clause('1.2')\nclass TestTalk:\n    def test_text(self): ...\n",
        encoding="utf-8",
    )
    (folder / "test_two.py").write_text(
        "import pytest\npytestmark = [pytest.mark.clause('1.2'), pytest.mark.django_db]\ndef test_all(): ...\n",
        encoding="utf-8",
    )

    found = proving_tests([folder], "1.2", ["voice"])

    assert [(test.name, test.names) for test in found] == [
        ("tests/test_one.py::test_voice", True),
        ("tests/test_one.py::TestTalk::test_text", False),
        ("tests/test_two.py::test_all", False),
    ]
