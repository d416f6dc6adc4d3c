"""Drafts of the privacy officer: begun from the version in force or from a folder, saved under an optimistic lock."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yinuo.promise.policy import library
from yinuo.promise.policy.acts import Hand, Kind, note_act
from yinuo.promise.policy.duties import Duties, duties
from yinuo.promise.policy.folders import Files, judged, read_files
from yinuo.promise.policy.library import is_name, is_number, number_key
from yinuo.promise.policy.loader import files_hash
from yinuo.promise.policy.model import Version
from yinuo.promise.policy.overlays import overlay_findings
from yinuo.promise.policy.problems import NoDraft, NotAPolicy, PublishedMeanwhile, SomebodyWasFaster, TooLong
from yinuo.promise.policy.record import Draft, PolicyAct
from yinuo.promise.policy.redpen import renumbered
from yinuo.promise.policy.source import FILES, POLICY, Finding

LONGEST = 1_000_000


@dataclass(frozen=True)
class Judged:
    """A draft as it stands. ``version`` is None while the files make none; ``before`` is the version in force;
    ``owed`` needs both. ``hash`` is of the files as they lie in the draft."""

    id: UUID
    policy: str
    number: str
    base: str
    revision: int
    state: str
    texts: Mapping[str, str]
    hash: str
    findings: tuple[Finding, ...]
    version: Version | None
    before: Version | None
    owed: Duties | None


def begin(hand: Hand, policy: str) -> Draft:
    """A draft from the version in force, numbered as the next one. Raises `UnknownPolicy`."""
    version = library().in_force(policy)
    folder = library().folder(policy, version.number)
    if folder is None:
        raise NoDraft
    files = read_files(folder)
    number = next_number(policy, version.number)
    text = renumbered(files[POLICY].decode(), number, version.number, timezone.localdate())
    return _made(hand, policy, version.number, {**files, POLICY: text.encode()})


def begin_from(hand: Hand, files: Files) -> Draft:
    """A draft from four files, such as an imported folder; the front matter says of which policy."""
    texts = {name: content.decode(errors="replace") for name, content in files.items()}
    _fits(texts)
    policy = str(front_of(texts[POLICY]).get("role", ""))
    if not is_name(policy):
        raise NotAPolicy
    return _made(hand, policy, library().in_force_number(policy) or "", files)


def _made(hand: Hand, policy: str, base: str, files: Files) -> Draft:
    texts = {name: content.decode(errors="replace") for name, content in files.items()}
    _fits(texts)
    with transaction.atomic():
        draft = Draft.objects.create(policy=policy, base=base, files=texts, edited_by=hand.person)
        _note(hand, Kind.DRAFTED, draft)
    return draft


def save(hand: Hand, draft: UUID, *, revision: int, texts: Mapping[str, str]) -> Draft:
    """Keep these texts, if nobody saved since ``revision`` was read. Raises :class:`SomebodyWasFaster`,
    :class:`PublishedMeanwhile`, :class:`NoDraft` or :class:`TooLong`."""
    _fits(texts)
    with transaction.atomic():
        row = locked(draft)
        if row.revision != revision:
            raise SomebodyWasFaster
        row.files = {**row.files, **{name: _lines(text) for name, text in texts.items() if name in FILES}}
        row.revision += 1
        row.edited_by = hand.person
        row.save()
        _note(hand, Kind.SAVED, row)
    return row


def discard(hand: Hand, draft: UUID) -> None:
    """Put a draft away; its acts stay on record."""
    with transaction.atomic():
        row = locked(draft)
        row.state = Draft.State.DISCARDED
        row.save()
        _note(hand, Kind.DISCARDED, row)


def locked(draft: UUID) -> Draft:
    """An open draft, held until the transaction ends."""
    row = Draft.objects.select_for_update().filter(pk=draft).first()
    if row is None or row.state == Draft.State.DISCARDED:
        raise NoDraft
    if row.state == Draft.State.PUBLISHED:
        raise PublishedMeanwhile(number_of(row))
    return row


def find(draft: UUID) -> Draft:
    """A draft in any state but discarded."""
    row = Draft.objects.filter(pk=draft).exclude(state=Draft.State.DISCARDED).first()
    if row is None:
        raise NoDraft
    return row


def open_drafts() -> list[Draft]:
    return list(Draft.objects.filter(state=Draft.State.OPEN).order_by("-edited_at"))


def judge(draft: Draft) -> Judged:
    """Lint, and the duties towards those who confirmed the version in force."""
    policies, files = library(), files_in(draft)
    number = number_of(draft)
    numbers = policies.numbers(draft.policy) if draft.policy in policies.roles() else ()
    others = {each: policies.get(draft.policy, each).supersedes for each in numbers}
    version, findings = judged(files, draft.policy, number, others)
    if version is not None and version.role != draft.policy:
        where = f"{draft.policy}/{number}/{POLICY}:1"
        findings.append(Finding("front_matter", where, "", f"this draft is of the policy {draft.policy}"))
    in_force = policies.in_force_number(draft.policy)
    before = policies.find(draft.policy, in_force) if in_force else None
    if version is not None and version.overlay_of:
        base = policies.in_force_number(version.overlay_of)
        standing = policies.find(version.overlay_of, base) if base else None
        findings += overlay_findings(version, standing, policies.overlays(version.overlay_of))
    return Judged(
        id=draft.pk,
        policy=draft.policy,
        number=number,
        base=draft.base,
        revision=draft.revision,
        state=draft.state,
        texts=draft.files,
        hash=files_hash(files),
        findings=tuple(findings),
        version=version,
        before=before,
        owed=duties(before, version) if before and version else None,
    )


def files_in(draft: Draft) -> dict[str, bytes]:
    return {name: str(draft.files.get(name, "")).encode() for name in FILES}


def number_of(draft: Draft) -> str:
    """What the draft's front matter says; a number that can be a folder's name in any case."""
    number = str(front_of(str(draft.files.get(POLICY, ""))).get("version", ""))
    return number if is_number(number) else "0.0.0"


def front_of(policy: str) -> Mapping[str, object]:
    """The front matter of a text that may be anything."""
    parts = policy.split("+++", 2)
    try:
        return tomllib.loads(parts[1]) if len(parts) == 3 else {}
    except tomllib.TOMLDecodeError:
        return {}


def next_number(policy: str, number: str) -> str:
    """The next free one in the middle place: 4.2.0 after 4.1.3."""
    highest = max((number_key(each) for each in (*library().numbers(policy), number)), default=(0, 0, 0))
    return f"{highest[0]}.{highest[1] + 1}.0"


def _fits(texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        if len(text.encode()) > LONGEST:
            raise TooLong(name, LONGEST)


def _lines(text: str) -> str:
    """A form sends line ends of its own."""
    return text.replace("\r\n", "\n")


def _note(hand: Hand, kind: PolicyAct.Kind, draft: Draft) -> None:
    note_act(hand, kind, draft.policy, number_of(draft), files_hash(files_in(draft)))
