"""What the privacy officer's pages of policies show."""

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.accounts.api import desk_numbers
from yinuo.promise.gate import Actor
from yinuo.promise.policy import library, words
from yinuo.promise.policy.acts import acts
from yinuo.promise.policy.drafts import Judged, judge, number_of, open_drafts
from yinuo.promise.policy.duties import Duties, duties
from yinuo.promise.policy.for_me import Concern, ForMe, for_me
from yinuo.promise.policy.lint_words import Mark, mark_of
from yinuo.promise.policy.page import PolicyPage, policy_page
from yinuo.promise.policy.publish import announcements, persons_by_version
from yinuo.promise.policy.record import Announcement, Draft, PolicyAct
from yinuo.promise.policy.source import FILES, POLICY
from yinuo.rights.api import officer_words

Called = Callable[[UUID], str]
"""What colleagues call an officer."""
ORDER = (POLICY, *(name for name in FILES if name != POLICY))
ACTS: dict[str, Promise] = {
    "drafted": gettext_lazy("起草"),
    "saved": gettext_lazy("保存"),
    "discarded": gettext_lazy("丢弃草稿"),
    "published": gettext_lazy("发布"),
    "in_force": gettext_lazy("生效"),
    "retracted": gettext_lazy("撤回"),
}
DOERS: dict[str, Promise] = {
    "command": gettext_lazy("命令行"),
    "start": gettext_lazy("程序启动"),
    "worker": gettext_lazy("到期自动"),
}


@dataclass(frozen=True)
class PolicyRow:
    """``taken_back`` says that the version in force can be: there is one before it."""

    policy: str
    name: str
    number: str
    since: datetime | None
    taken_back: bool
    waiting: str
    effective: date | None


@dataclass(frozen=True)
class DraftRow:
    id: UUID
    name: str
    number: str
    edited_at: datetime
    who: str


@dataclass(frozen=True)
class ActRow:
    at: datetime
    who: str
    act: Promise | str
    name: str
    number: str
    hash: str
    note: str


@dataclass(frozen=True)
class PoliciesPage:
    rows: tuple[PolicyRow, ...]
    drafts: tuple[DraftRow, ...]
    acts: tuple[ActRow, ...]
    problem: str = ""


@dataclass(frozen=True)
class FileRow:
    name: str
    does: str
    faults: int


@dataclass(frozen=True)
class DraftPage:
    """``letters`` follow from the text; b and f the officer ticks."""

    draft: Judged
    name: str
    files: tuple[FileRow, ...]
    marks: tuple[Mark, ...]
    letters: tuple[Promise, ...]
    today: str
    day: str
    ticked: tuple[str, ...]
    problem: str = ""

    @property
    def ready(self) -> bool:
        owed = self.draft.owed
        return not self.marks and not (owed and owed.lessens)


@dataclass(frozen=True)
class EditorPage:
    """One file. ``theirs`` are the lines by which the text of a colleague who was faster differs from this one."""

    draft: Judged
    name: str
    file: str
    files: tuple[FileRow, ...]
    text: str
    marks: tuple[Mark, ...]
    lines: str
    saved: bool
    theirs: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Group:
    """Those who stand at one version, and the page that they will see."""

    number: str
    persons: int
    owed: Duties
    sees: ForMe
    letters: tuple[Promise, ...]


@dataclass(frozen=True)
class PreviewPage:
    draft: Judged
    name: str
    groups: tuple[Group, ...]
    new: int
    page: PolicyPage | None


def name_of(policy: str) -> str:
    number = library().in_force_number(policy) if policy in library().roles() else None
    if policy in words.ROLES or number is None:
        return str(words.ROLES.get(policy, policy))
    return library().get(policy, number).title


def policies_page(actor: Actor, problem: str = "") -> PoliciesPage:
    told = {(one.policy, one.number): one for one in announcements()}
    in_force = library().in_force_numbers()
    called = partial(officer_words, actor=actor, numbers=desk_numbers("privacy_officer"))
    rows = tuple(_policy(policy, in_force[policy], told) for policy in sorted(in_force))
    drafts = tuple(
        DraftRow(one.pk, name_of(one.policy), number_of(one), one.edited_at, _who(one.edited_by, "command", called))
        for one in open_drafts()
    )
    return PoliciesPage(rows, drafts, tuple(_act(one, called) for one in acts()), problem)


def _policy(policy: str, number: str, told: dict[tuple[str, str], Announcement]) -> PolicyRow:
    mine = told.get((policy, number))
    coming = [one for one in told.values() if one.policy == policy and not one.in_force_at and not one.retracted_at]
    return PolicyRow(
        policy=policy,
        name=name_of(policy),
        number=number,
        since=mine.in_force_at if mine else None,
        taken_back=bool(mine and mine.before),
        waiting=coming[0].number if coming else "",
        effective=coming[0].effective if coming else None,
    )


def _act(one: PolicyAct, called: Called) -> ActRow:
    who = _who(one.person, one.by, called)
    return ActRow(one.at, who, ACTS.get(one.kind, one.kind), name_of(one.policy), one.number, one.hash[:12], one.note)


def _who(person: UUID | None, by: str, called: Called) -> str:
    if person is None:
        return str(DOERS.get(by, by))
    return called(person)


def draft_page(draft: Draft, *, problem: str = "", day: str = "", ticked: tuple[str, ...] = ()) -> DraftPage:
    now = judge(draft)
    marks = tuple(mark_of(each) for each in now.findings)
    today = timezone.localdate().isoformat()
    letters = tuple(words.MATERIAL[letter] for letter in sorted(now.owed.letters)) if now.owed else ()
    name = name_of(draft.policy)
    return DraftPage(now, name, _files(marks), marks, letters, today, day or today, ticked, problem)


def _files(marks: tuple[Mark, ...]) -> tuple[FileRow, ...]:
    does = {
        "policy.md": _("正文和声明"),
        "items.toml": _("信息项和保存期限"),
        "recipients.toml": _("谁会得到"),
        "storage.toml": _("设备上存放的东西"),
    }
    return tuple(FileRow(name, does[name], sum(mark.file == name for mark in marks)) for name in ORDER)


def editor_page(
    draft: Draft, file: str, *, text: str | None = None, saved: bool = False, problem: str = "", clash: bool = False
) -> EditorPage:
    """The file as it lies in the draft, or ``text`` as it was typed and not kept."""
    now = judge(draft)
    kept = str(draft.files.get(file, ""))
    shown = kept if text is None else text.replace("\r\n", "\n")
    every = tuple(mark_of(each) for each in now.findings)
    marks = tuple(mark for mark in every if mark.file == file)
    theirs = difflib.unified_diff(kept.split("\n"), shown.split("\n"), _("对方保存的"), _("您写的"), lineterm="", n=1)
    return EditorPage(
        draft=now,
        name=name_of(draft.policy),
        file=file,
        files=_files(every),
        text=shown,
        marks=marks,
        lines=" ".join(str(mark.line) for mark in marks if mark.line),
        saved=saved,
        theirs=tuple(theirs) if clash else (),
        problem=problem,
    )


def preview_page(draft: Draft) -> PreviewPage:
    """Each group by the version that it confirmed: the pop-up as one sees it who has granted nothing."""
    now = judge(draft)
    version, groups, new = now.version, [], 0
    for number, persons in sorted(persons_by_version(draft.policy).items()):
        before = library().find(draft.policy, number)
        if version is None or before is None:
            continue
        owed = duties(before, version)
        letters = tuple(words.MATERIAL[letter] for letter in sorted(owed.letters))
        groups.append(Group(number, persons, owed, for_me(owed, Concern()), letters))
    if version is not None and version.overlay_of:
        new = sum(persons_by_version(version.overlay_of).values()) - sum(group.persons for group in groups)
    page = policy_page(version, numbers=(), in_force=None) if version is not None else None
    return PreviewPage(now, name_of(draft.policy), tuple(groups), new, page)
