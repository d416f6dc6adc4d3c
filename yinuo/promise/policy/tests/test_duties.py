"""Clause 7: who is asked, who is told, and what is never published."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinuo.promise.gate import Act, Actor, Question, Seat, decide
from yinuo.promise.policy.delta import delta, joined
from yinuo.promise.policy.diff import Direction, diff
from yinuo.promise.policy.duties import Duties, asked_anew, duties, duties_of
from yinuo.promise.policy.loader import load
from yinuo.promise.policy.model import Measure, Source, Version
from yinuo.promise.policy.model import Path as MenuPath
from yinuo.promise.policy.terms_in_words import worse
from yinuo.promise.policy.tests.samples import CHAPTERS, RECIPIENT_FILE, TALKING, write_policy
from yinuo.promise.policy.tests.versions import ITEMS, PERMISSIONS, PURPOSES, versions

pytestmark = pytest.mark.clause("7")


def owed(before: Version, after: Version) -> Duties:
    return duties_of(delta(before, after))


@given(versions(), versions(), versions())
def test_two_steps_joined_owe_what_the_whole_way_owes(first: Version, middle: Version, last: Version) -> None:
    way = joined(delta(first, middle), delta(middle, last))
    assert way == delta(first, last)
    assert duties_of(way) == owed(first, last)


@given(versions(), versions())
def test_there_and_back_owes_nothing(before: Version, after: Version) -> None:
    nothing = duties_of(joined(delta(before, after), delta(after, before)))
    assert nothing == Duties((), (), frozenset(), frozenset(), ())


@given(versions(), versions())
def test_every_widening_asks_and_nothing_else_does(before: Version, after: Version) -> None:
    wider = {each.key for each in diff(before, after) if each.direction is Direction.WIDENING}
    found = owed(before, after)
    assert {each.key for each in found.asked} == wider and found.ask is bool(wider)
    assert not {each.key for each in found.told} & wider


@given(versions(), versions())
def test_what_is_asked_on_the_way_there_is_narrowed_on_the_way_back(before: Version, after: Version) -> None:
    back = {each.key for each in owed(after, before).told if each.direction is Direction.NARROWING}
    assert {each.key for each in owed(before, after).asked} == back


@st.composite
def questions(draw: st.DrawFn) -> Question:
    return Question(
        act=draw(st.sampled_from(Act)),
        purpose=draw(st.sampled_from(PURPOSES)),
        item=draw(st.sampled_from(ITEMS)),
        through=draw(st.sampled_from([None, *PERMISSIONS])),
        source=draw(st.sampled_from(Source)),
    )


@st.composite
def grants(draw: st.DrawFn) -> dict[str, dict[str, bool]]:
    words = st.dictionaries(st.sampled_from(ITEMS), st.booleans())
    return {purpose: draw(words) for purpose in PURPOSES}


def allowed(asked: Question, seat: Seat, in_force: Version, confirmed: Version) -> bool:
    actor = Actor(seat.person, "doctor")
    return decide(asked, actor=actor, seat=seat, in_force=in_force, confirmed=confirmed).allowed


@given(versions(), versions(), questions(), grants())
def test_before_the_confirmation_both_versions_must_allow_and_after_it_the_new_one(
    before: Version, after: Version, asked: Question, said: dict[str, dict[str, bool]]
) -> None:
    seat = Seat(uuid4(), "doctor", {"doctor": "1.0.0"}, said)
    both = allowed(asked, seat, before, before) and allowed(asked, seat, after, after)
    assert allowed(asked, seat, after, before) is both
    if not owed(before, after).ask:
        assert both is allowed(asked, seat, after, after), "who is not asked loses nothing of the new version"


RIGHT = '\n```declare\n[[measure]]\nid = "rights.answer"\ndoes = "十五天内答复"\n```\n'


def version(folder: Path, name: str, chapters: str = CHAPTERS, **files: str) -> Version:
    text = chapters.replace("仅面向成年人。", "仅面向成年人。")
    head = f'+++\nrole = "doctor"\nversion = "{name}"\ntitle = "政策"\npublished = 2026-01-05\neffective = 2026-01-05\n'
    policy = f"{head}+++\n前言\n\n## 1 我们如何收集和使用您的个人信息\n{TALKING}{text}"
    return load(write_policy(folder / name, number=name, policy=policy, **files))


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        (RIGHT, "", "第 5 条的承诺“十五天内答复”没有了。"),
        ("十五天内答复", "三十天内答复", "由“十五天内答复”改为“三十天内答复”，期限或步骤变多了"),
        ("十五天内答复", "十五个工作日内答复", "期限或步骤变多了"),
        ("十五天内答复", "尽快答复", "改为“尽快答复”，不再写明期限或步骤"),
        ('menu = "我的→设置→账户信息"\nkind = "app"', 'menu = "我的→设置→账户信息"\nkind = "system"', "操作路径"),
        ("我的→设置→账户信息", "我的→设置→更多→账户信息", "操作路径“我的→设置→账户信息”没有了"),
    ],
)
def test_what_lessens_a_right_is_named(tmp_path: Path, old: str, new: str, names: str) -> None:
    chapters = CHAPTERS.replace("\n## 6", f"{RIGHT}\n## 6")
    assert old in chapters
    before = version(tmp_path, "1.0.0", chapters)
    after = version(tmp_path, "1.1.0", chapters.replace(old, new))
    found = owed(before, after).lessens
    assert len(found) == 1 and names in found[0].text, found
    assert not owed(after, before).lessens


FIFTEEN, KEPT = "我们在十五天内答复。", "您的请求和我们的答复保存三年。"


SEVEN = "七天内告知收到。"


@pytest.mark.clause("7")
@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (FIFTEEN, FIFTEEN + KEPT, ""),  # a new sentence with a term of its own
        (FIFTEEN, "我们会在十五天之内答复您。", ""),
        (FIFTEEN, "我们在十天内答复。七天内告知收到。", ""),
        (FIFTEEN + KEPT, "我们在十五日内答复。" + KEPT, ""),
        ("自 2026 年 5 月 1 日起，我们在十五天内答复。", FIFTEEN, ""),
        (FIFTEEN, "我们在三十天内答复。", "变多了"),
        (FIFTEEN + KEPT, "我们在三十天内答复。" + KEPT, "变多了"),  # the longest term stayed
        (FIFTEEN, "我们在三十天内答复。七天内告知收到。", "变多了"),
        (FIFTEEN, "三十天内您会收到我们的回信。" + KEPT, "变多了"),  # rewritten, and more terms than before
        (FIFTEEN, "我们在十五个工作日内答复。", "变多了"),
        ("我们在半个月内答复。", "我们在一个季度内答复。", "变多了"),
        (FIFTEEN, "我们尽快答复。", "不再写明"),
        (FIFTEEN + "七天内告知收到。", FIFTEEN, "不再写明"),
        ("一步取消。" + FIFTEEN, "两步取消。" + FIFTEEN, "变多了"),
        (FIFTEEN + SEVEN, "我们七天内会答复。收到之后，十五天内告知。", "分不清"),  # traded, and both reworded
        (FIFTEEN + SEVEN, "我们在七天内答复。十五天内告知收到。", "变多了"),  # traded
        ("十五天内答复并在七天内告知。", "七天内答复并在十五天内告知。", "变多了"),  # traded in one sentence
        ("十五天内答复，七天内告知。", "七天之内答复，十五天之内告知。", "分不清"),
        ("查看。十五天内办。删除。七天内办。", "查看。七天内办。删除。十五天内办。", "变多了"),
        ("查看。十五天内办。删除。七天内办。", "删除。十五天内办。查看。七天内办。", "变多了"),
        ("查看。十五天内办。删除。七天内办。", "删除。七天内办。查看。十五天内办。", ""),  # moved with its heading
        (FIFTEEN, "我们三年内答复。十五天内删除回执。", "分不清"),  # the old term stands in a sentence of its own
        (FIFTEEN + SEVEN, "我们会在十五天内答复。" + SEVEN, ""),
        (FIFTEEN + SEVEN, "我们会在七天内答复。收到之后，五天内告知。", ""),
    ],
)
def test_a_term_of_a_text_is_held_against_its_own_sentence(tmp_path: Path, old: str, new: str, says: str) -> None:
    chapters = CHAPTERS.replace("\n## 6", f"\n{old}\n\n## 6")
    before, after = version(tmp_path, "1.0.0", chapters), version(tmp_path, "1.1.0", chapters.replace(old, new))
    found = owed(before, after).lessens
    assert [says in each.text for each in found] == ([True] if says else []), found


WORDINGS = (
    ("我们在{}内答复。", "{}之内您会收到答复。", "请求经核实，{}内答复您。"),
    ("{}内告知收到。", "收到之后，{}内告诉您。", "我们收到就告知，不超过{}。"),
    ("注销之后{}内删除。", "删除在{}之内做完。", "账户注销，备份{}内清除。"),
    ("投诉{}办结。", "您投诉的，{}给出结果。", "处理投诉用时至多{}。"),
)
TERMS = {"两天": 2, "五天": 5, "一周": 7, "十五天": 15, "一个月": 30, "半年": 182.5}


@st.composite
def two_texts(draw: st.DrawFn) -> tuple[str, str, bool]:
    """A text of several promises and a later one of the same promises, each in any wording and at any place, perhaps
    with a new sentence; and whether a promise got longer."""
    kept = draw(st.lists(st.sampled_from(range(len(WORDINGS))), unique=True, min_size=1))
    terms = st.sampled_from(list(TERMS))
    old, new = {each: draw(terms) for each in kept}, {each: draw(terms) for each in kept}
    said = [[draw(st.sampled_from(WORDINGS[each])).format(side[each]) for each in kept] for side in (old, new)]
    later = draw(st.permutations([*said[1], *draw(st.lists(terms.map("记录保存{}。".format), max_size=1))]))
    return "".join(said[0]), "".join(later), any(TERMS[new[each]] > TERMS[old[each]] for each in kept)


@given(two_texts())
def test_no_promise_gets_longer_however_it_is_reworded_moved_or_traded(texts: tuple[str, str, bool]) -> None:
    old, new, longer = texts
    if longer:
        assert worse([old], [new]) is not None
    assert worse([old], [old]) is None and worse([new], [new]) is None


@given(st.permutations(range(4)), st.data())
def test_promises_that_keep_their_words_or_change_one_at_a_time_are_not_refused(
    order: list[int], data: st.DataObject
) -> None:
    terms = {each: data.draw(st.sampled_from(list(TERMS))) for each in order}
    old = "".join(WORDINGS[each][0].format(terms[each]) for each in sorted(order))
    one = data.draw(st.sampled_from(order))
    new = "".join(WORDINGS[each][int(each == one)].format(terms[each]) for each in order)
    assert worse([old], [new]) is None


@given(versions(), versions())
def test_a_promise_whose_words_changed_is_told_as_material(before: Version, after: Version) -> None:
    """Whether or not it declares or names a term."""
    found = owed(before, after)
    for clause, (old, new) in delta(before, after).texts.items():
        if clause in ("5", "8"):
            assert old != new and {"5": "d", "8": "e"}[clause] in found.letters
    kept, now = ({m.id: m.does for clause in one.clauses.values() for m in clause.measures} for one in (before, after))
    if any(now.get(name) != does for name, does in kept.items()):
        assert found.letters, "a promise anywhere that is worded otherwise, or is gone"


@pytest.mark.clause("7")
def test_two_clauses_do_not_move_into_one(tmp_path: Path) -> None:
    before = version(tmp_path, "1.0.0")
    twin = replace(before.clauses["8"], id="8.1", text="您可以撤回。")
    before = replace(before, clauses={**before.clauses, "8.1": twin})
    left = {clause: each for clause, each in before.clauses.items() if clause not in ("8", "8.1")}
    after = replace(before, clauses={**left, "5.9": replace(before.clauses["8"], id="5.9")})
    assert [each.key for each in owed(before, after).lessens] == [("text", "8.1")]


@pytest.mark.clause("7")
def test_a_clause_that_moves_within_its_chapters_keeps_its_terms(tmp_path: Path) -> None:
    before = version(tmp_path, "1.0.0")
    eight = replace(before.clauses["8"], text=FIFTEEN)
    before = replace(before, clauses={**before.clauses, "8": eight})
    left = {clause: each for clause, each in before.clauses.items() if clause != "8"}
    for text, lessened in ((FIFTEEN, False), ("我们在三十天内答复。", True)):
        after = replace(before, clauses={**left, "5.9": replace(eight, id="5.9", text=text)})
        assert (("text", "8") in [each.key for each in owed(before, after).lessens]) is lessened


def test_a_right_that_left_its_chapters_is_lessened_or_two_steps_would_take_it(tmp_path: Path) -> None:
    before = version(tmp_path, "1.0.0", CHAPTERS.replace("\n## 6", f"{RIGHT}\n## 6"))
    (path,), (measure,) = before.clauses["5"].paths, before.clauses["5"].measures
    away = {
        "5": replace(before.clauses["5"], measures=(), paths=()),
        "4": replace(before.clauses["4"], measures=(replace(measure, clause="4"),), paths=(replace(path, clause="4"),)),
    }
    found = owed(before, replace(before, clauses={**before.clauses, **away})).lessens
    assert [each.key for each in found] == [("measure", measure.id), ("path", path.menu)]
    left = {clause: each for clause, each in before.clauses.items() if clause != "8"}
    elsewhere = replace(before, clauses={**left, "4.9": replace(before.clauses["8"], id="4.9")})
    assert ("text", "8") in [each.key for each in owed(before, elsewhere).lessens]


def test_a_path_that_got_shorter_and_a_right_that_moved_lessen_nothing(tmp_path: Path) -> None:
    before = version(tmp_path, "1.0.0", CHAPTERS.replace("\n## 6", f"{RIGHT}\n## 6"))
    five, eight = before.clauses["5"], before.clauses["8"]
    moved = replace(five, measures=(), paths=(MenuPath("我的→账户信息", "app", "5"),))
    taken = replace(eight, measures=(Measure("rights.answer", "十天内答复", "8"),))
    after = replace(before, clauses={**before.clauses, "5": moved, "8": taken})
    assert not owed(before, after).lessens
    assert owed(before, after).letters == {"d", "e"}


@pytest.mark.parametrize(
    ("file", "old", "new", "letters"),
    [
        ("talking", "offered = true", "offered = false", {"a"}),
        ("talking", '["given"]', '["given", "derived"]', {"a"}),
        ("talking", "按住说话时", "说话时", set()),
        ("recipients", RECIPIENT_FILE, "", {"c"}),
        ("recipients", '["message_text"]', '["message_text", "voice_note"]', {"c"}),
        ("recipients", "发送后即删除", "一年", set()),
    ],
)
def test_the_letters_of_clause_7_follow_from_what_differs(
    tmp_path: Path, file: str, old: str, new: str, letters: set[str]
) -> None:
    files = {"talking": TALKING, "recipients": RECIPIENT_FILE}
    before = load(write_policy(tmp_path / "a", **files))
    after = load(write_policy(tmp_path / "b", **{**files, file: files[file].replace(old, new, 1)}))
    assert owed(before, after).letters == letters


def test_only_what_no_text_shows_is_named_by_the_officer(tmp_path: Path) -> None:
    same = load(write_policy(tmp_path))
    assert owed(same, same).with_letters(frozenset("abf")).letters == {"b", "f"}


def test_a_separate_consent_is_asked_anew_when_what_it_covered_gets_wider(tmp_path: Path) -> None:
    before = load(write_policy(tmp_path / "a"))
    wider = TALKING.replace(
        'source = ["given"]\nafter = "record"\nthrough', 'source = ["given", "automatic"]\nafter = "record"\nthrough'
    )
    after = load(write_policy(tmp_path / "b", talking=wider))
    assert asked_anew(duties(before, after), after) == {("consultations", "voice_note")}
    assert asked_anew(duties(after, before), before) == frozenset()
