"""The hardest form: one long line, two versions, and everything in it that looks like a number of a clause."""

from datetime import date

import pytest

from yinuo.promise.policy.importing import Imported
from yinuo.promise.policy.importing.tests.made_up import IDS, TITLES, both_versions
from yinuo.promise.policy.importing.tests.reading import bare, imported, put_together

pytestmark = pytest.mark.clause("7")


@pytest.fixture(scope="module")
def found() -> Imported:
    return imported(both_versions())


def test_two_versions_with_their_numbers_and_dates(found: Imported) -> None:
    assert "\n" not in both_versions()
    assert [(each.number, each.published, each.effective) for each in found.versions] == [
        ("2.4.1", date(2031, 5, 6), date(2031, 5, 6)),
        ("2.4.0", date(2031, 2, 3), date(2031, 2, 3)),
    ]
    assert found.versions[0].title == "云诊用户隐私保护政策"


def test_every_clause_has_the_number_that_a_reader_uses(found: Imported) -> None:
    for version in found.versions:
        assert tuple(found.shown(version)) == IDS


def test_a_reference_to_a_clause_never_begins_one(found: Imported) -> None:
    shown = found.shown(found.versions[0])
    assert shown["1.2"].endswith("详情见1.3 运行保障一节。")
    assert shown["3.1.2-1"].endswith("另见“3.2 转让”一节。")
    assert "5.1查阅中所列的方式" in shown["5.2"] and "第8条" in shown["5.1"]
    assert "3.5天" in shown["1.3.1"] and "14 周岁" in shown["6"]


def test_the_table_of_contents_is_no_clause_and_tells_the_titles_apart(found: Imported) -> None:
    version = found.versions[0]
    contents = next(piece for piece in version.pieces if piece.kind == "contents")
    assert found.text[contents.start : contents.end].startswith("目录") and contents.end < version.clauses[0].text_start
    titles = {clause.id: clause.title(found.text) for clause in version.clauses}
    assert [titles[str(number)] for number in (1, 2, 3, 4, 5, 6, 8)] == [*TITLES[:6], TITLES[7]]
    assert titles["1.2"] == "语音留言" and titles["1.3"] == "运行保障" and titles["3.1"] == "共享"


def test_items_that_are_whole_sentences_are_rows_and_parts_of_a_sentence_are_not(found: Imported) -> None:
    shown = found.shown(found.versions[0])
    assert shown["1.3.2b"] == "为了安全，我们收集系统版本。"
    assert "a.您主动提供；b.您授权他人提供；" in shown["1"] and "c.我们停止服务的。" in shown["5.3"]


def test_one_difference_and_where(found: Imported) -> None:
    (difference,) = found.as_json()["differences"]
    assert difference["clause"] == "1.1"
    assert "需要您的姓名" in difference["from"] and "手机号码" in difference["to"]


def test_what_can_not_be_told_is_said_with_its_place(found: Imported) -> None:
    said = found.as_json()["not_understood"]
    assert len(said) == 2 and all("1.3.2c" in sentence and "第 1 行第" in sentence for sentence in said)


def test_no_character_is_lost(found: Imported) -> None:
    assert bare("".join(put_together(found, version) for version in found.versions)) == bare(both_versions())


def test_a_history_of_versions_in_the_text_is_no_version() -> None:
    found = imported(f"{both_versions()}历史版本：版本：V2.3.0发布日期：2030年01月01日。")
    assert [version.number for version in found.versions] == ["2.4.1", "2.4.0"]
    assert any("没有条款" in sentence for sentence in found.as_json()["not_understood"])
