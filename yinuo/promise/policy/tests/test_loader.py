from pathlib import Path

import pytest

from yinuo.promise.policy.library import Library, UnknownPolicy
from yinuo.promise.policy.loader import load
from yinuo.promise.policy.model import After, Basis, Need
from yinuo.promise.policy.source import POLICY, STORAGE, PolicyError
from yinuo.promise.policy.tests.samples import TALKING, write_policy


def test_a_folder_is_read_as_clauses_and_declarations(tmp_path: Path) -> None:
    version = load(write_policy(tmp_path))

    assert list(version.clauses) == ["0", "1", "1.1", "2", "3", "4", "5", "6", "7", "8"]
    talking = version.purposes["consultations"]
    assert (talking.clause, talking.offered, talking.room) == ("1.1", True, "consultations")
    note = talking.items["voice_note"]
    assert (note.need, note.basis, note.after) == (Need.EXTRA, Basis.CONSENT, After.RECORD)
    assert note.through == ("microphone",) and note.separate and note.collected
    assert "declare" not in version.clauses["1.1"].text
    assert version.clauses["5"].paths[0].menu == "我的→设置→账户信息"
    assert version.clauses["2"].measures[0].id == "storage.declared_only"
    assert version.recipients["sms_gateway"].hosts == ("sms.example.com",)


def test_the_hash_covers_every_file_and_the_clause_hash_its_declarations(tmp_path: Path) -> None:
    before = load(write_policy(tmp_path / "a"))
    same = load(write_policy(tmp_path / "b"))
    folder = write_policy(tmp_path / "c", talking=TALKING.replace("按住说话时", "说话时", 2))
    (folder / STORAGE).write_text("", encoding="utf-8")
    after = load(folder)

    assert before.hash == same.hash
    assert before.hash != after.hash
    assert before.clauses["1.1"].hash != after.clauses["1.1"].hash
    assert before.clauses["2"].hash == after.clauses["2"].hash


@pytest.mark.parametrize(
    ("old", "new", "kind", "line", "says"),
    [
        ('need = "basic"', 'need = "much"', "unknown_value", 24, "need 'much'"),
        ('need = "basic"\n', "", "missing_key", 24, "lacks 'need'"),
        ('need = "basic"', 'need = "basic"\nneeed = "basic"', "unknown_key", 24, "'neeed'"),
        ("offered = true", 'offered = "yes"', "wrong_type", 18, "'offered' must be a bool"),
        ("offered = true", "offered = ", "toml", 20, "not TOML"),
        ("### 1.1", "### 第一条", "heading", 13, "clause number"),
        ('refusing = "不能发语音，可改用文字"\n```', 'refusing = "不能发语音"', "fence", None, "never closed"),
    ],
)
def test_a_fault_is_named_with_file_line_and_clause(
    tmp_path: Path, old: str, new: str, kind: str, line: int | None, says: str
) -> None:
    folder = write_policy(tmp_path)
    text = (folder / POLICY).read_text(encoding="utf-8")
    assert old in text
    if kind == "fence":
        text = text[: text.index("## 2 ")]
    (folder / POLICY).write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(PolicyError) as raised:
        load(folder)

    finding = raised.value.findings[0]
    assert finding.kind == kind and says in finding.message
    assert finding.where.startswith("doctor/1.0.0/policy.md:")
    if line is not None:
        assert finding.where.endswith(f":{line}")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = write_policy(tmp_path)
    (folder / STORAGE).unlink()

    with pytest.raises(PolicyError, match=r"doctor/1\.0\.0/storage\.toml: this file is missing"):
        load(folder)


def test_the_library_finds_new_folders_and_the_highest_standing_version(tmp_path: Path) -> None:
    books = Library([tmp_path / "ours", tmp_path / "theirs"])
    write_policy(tmp_path / "ours", number="3.10.9", more="archive = true\n")
    with pytest.raises(UnknownPolicy):
        books.in_force("doctor")

    write_policy(tmp_path / "ours", number="4.0.0", more='supersedes = "3.10.9"\n')
    write_policy(tmp_path / "theirs", number="4.0.10", more='supersedes = "4.0.0"\n')

    assert books.numbers("doctor") == ("3.10.9", "4.0.0", "4.0.10")
    assert books.in_force("doctor").number == "4.0.10"
    assert books.find("doctor", "9.9.9") is None and books.find("../doctor", "4.0.0") is None
    assert Library(books.folders, lambda: {"doctor": "3.10.9"}).in_force("doctor").archive


def test_a_number_stands_for_one_text_only(tmp_path: Path) -> None:
    write_policy(tmp_path / "ours")
    write_policy(tmp_path / "theirs", storage="")

    with pytest.raises(PolicyError, match="different texts"):
        Library([tmp_path / "ours", tmp_path / "theirs"]).get("doctor", "1.0.0")
