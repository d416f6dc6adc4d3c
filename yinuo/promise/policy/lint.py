"""Everything that keeps a version from being published, each fault with its place and what to change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from yinuo.promise.policy import built_in
from yinuo.promise.policy.durations import is_finite
from yinuo.promise.policy.loader import built
from yinuo.promise.policy.model import Basis, Clause, ItemUse, Purpose, Recipient, Sensitivity, Version
from yinuo.promise.policy.overlays import scope_findings
from yinuo.promise.policy.shape import shape_findings
from yinuo.promise.policy.source import FILES, ITEMS, POLICY, RECIPIENTS, Finding, PolicyError, Source, read_source
from yinuo.promise.policy.structure import path_findings, structure_findings

BUILT_IN = built_in.PURPOSES  # house law 4: open under every version, so no clause declares it


def lint(folder: Path, others: Mapping[str, str | None] | None = None) -> list[Finding]:
    """The findings on one folder, in the order of the text; ``others`` maps the role's numbers to what each
    supersedes, for the check of the chain (left out: the chain isn't judged)."""
    try:
        source = read_source(folder)
        shape = shape_findings(source)
    except PolicyError as error:
        return list(error.findings)
    found = [*_extra_files(source), *shape, *structure_findings(source)]
    if shape:
        return found
    version = built(source)
    found += path_findings(source)
    found += _Judge(source, version).findings()
    found += _folder_findings(source, version)
    found += scope_findings(version)
    if others is not None:
        found += chain_findings(version, others, source.at(POLICY, 1))
    return found


def lint_role(folders: Iterable[Path]) -> list[Finding]:
    """All versions of one role together: each on its own, and the chain of superseding."""
    sources: dict[Path, list[Finding]] = {folder: lint(folder) for folder in folders}
    chain = {}
    for folder in sources:
        try:
            front = read_source(folder).front
        except PolicyError:
            continue
        chain[folder.name] = front.get("supersedes")
    found = []
    for folder, findings in sources.items():
        found += findings
        if folder.name in chain and not findings:
            version = built(read_source(folder))
            found += chain_findings(version, chain, f"{folder.parent.name}/{folder.name}/{POLICY}:1")
    return found


def chain_findings(version: Version, others: Mapping[str, str | None], where: str) -> Iterator[Finding]:
    """An unknown number under ``supersedes``, and a version that supersedes itself in the end."""
    seen, number = [version.number], version.supersedes
    while number is not None:
        if number in seen:
            circle = " → ".join([*seen, number])
            yield Finding("supersedes_cycle", where, "", f"versions supersede each other in a circle: {circle}")
            return
        if number not in others:
            yield Finding("supersedes_unknown", where, "", f"supersedes names {number}, which no folder holds")
            return
        seen.append(number)
        number = others[number]


def _extra_files(source: Source) -> Iterator[Finding]:
    for entry in sorted(source.folder.iterdir()):
        if entry.name not in FILES:
            yield Finding("extra_file", source.at(entry.name), "", "this file is no part of a policy and is not hashed")


def _folder_findings(source: Source, version: Version) -> Iterator[Finding]:
    own = (source.folder.parent.name, source.folder.name)
    if own != (version.role, version.number):
        message = f"the front matter says {version.role} {version.number}, the folder {own[0]} {own[1]}"
        yield Finding("front_matter", source.at(POLICY, 1), "", message)
    if version.effective < version.published:
        yield Finding("front_matter", source.at(POLICY, 1), "", "a version can't be effective before it is published")


@dataclass(frozen=True)
class _Judge:
    """The cross-references and the law's conditions, over a version whose shape is right."""

    source: Source
    version: Version

    def findings(self) -> Iterator[Finding]:
        yield from self._items()
        for purpose in self.version.purposes.values():
            yield from self._purpose(purpose, self.version.clauses[purpose.clause])
        yield from self._measures()
        yield from self._recipients()

    def _at(self, purpose: Purpose, word: str = "") -> str:
        for clause in self.source.clauses:
            for block in clause.declarations:
                for table in block.tables.get("purpose", []):
                    if table["id"] == purpose.id:
                        return self.source.at(POLICY, block.line_of({"id": word or purpose.id}))
        return self.source.at(POLICY)

    def _items(self) -> Iterator[Finding]:
        where = self.source.at(ITEMS)
        for term in self.version.classes.values():
            if not is_finite(term.keep):
                message = f"[class.{term.id}] keeps '{term.keep}': write account, or an ISO duration such as P3Y"
                yield Finding("no_retention", where, "", message)
        for item in self.version.items.values():
            if item.klass not in self.version.classes:
                message = f"[item.{item.id}] is of the class '{item.klass}', which is not declared: it has no term"
                yield Finding("no_retention", where, "", message)

    def _purpose(self, purpose: Purpose, clause: Clause) -> Iterator[Finding]:
        where = self._at(purpose)
        if purpose.offered and not purpose.refusing:
            message = f"{purpose.id} does not say what refusing it costs (refusing)"
            yield Finding("no_cost", where, clause.id, message)
        for permission in purpose.permissions.values():
            if purpose.offered and not permission.refusing:
                message = f"{purpose.id}: the permission {permission.id} does not say what refusing it costs"
                yield Finding("no_cost", where, clause.id, message)
        for use in purpose.items.values():
            yield from self._use(purpose, use, clause)

    def _use(self, purpose: Purpose, use: ItemUse, clause: Clause) -> Iterator[Finding]:
        where = self._at(purpose, use.item)
        label = f"{purpose.id}: {use.item}"
        item = self.version.items.get(use.item)
        if item is None:
            yield Finding("unknown_item", where, clause.id, f"{label} is not an item of {ITEMS}")
            return
        if item.name not in f"{clause.title}\n{clause.text}":
            message = f"{label} is declared, but the clause's text does not say '{item.name}'"
            yield Finding("item_not_in_text", where, clause.id, message)
        if item.sensitivity is Sensitivity.SENSITIVE and use.basis is Basis.CONSENT and use.collected:
            lacks = [name for name in ("separate", "why", "refusing") if not getattr(use, name)]
            if lacks:
                message = f"{label} is sensitive and rests on consent: it needs separate = true, why and refusing"
                yield Finding("sensitive_consent", where, clause.id, f"{message} (missing: {', '.join(lacks)})")
        if use.separate and use.basis is not Basis.CONSENT:
            message = f"{label} asks for a separate consent, but its basis is {use.basis.value}"
            yield Finding("separate_without_consent", where, clause.id, message)

    def _measures(self) -> Iterator[Finding]:
        seen: dict[str, str] = {}
        for clause in self.source.clauses:
            for block in clause.declarations:
                for measure in block.tables.get("measure", []):
                    if measure["id"] in seen:
                        message = (
                            f"the measure {measure['id']} is declared twice, first in clause {seen[measure['id']]}"
                        )
                        where = self.source.at(POLICY, block.line_of(measure))
                        yield Finding("measure_twice", where, clause.id, message)
                    seen.setdefault(measure["id"], clause.id)

    def _recipients(self) -> Iterator[Finding]:
        where = self.source.at(RECIPIENTS)
        for recipient in self.version.recipients.values():
            label = f"[recipient.{recipient.id}]"
            if recipient.policy_url and not recipient.policy_url.startswith("https://"):
                message = (
                    f"{label}: policy_url is '{recipient.policy_url}'; a link out of the policy begins with https://"
                )
                yield Finding("unknown_value", where, "", message)
            for item in sorted(recipient.items - self.version.items.keys()):
                yield Finding("unknown_item", where, "", f"{label} gets '{item}', which is not an item of {ITEMS}")
            yield from self._own_consents(recipient)
            for purpose in sorted(recipient.purposes - self.version.purposes.keys() - BUILT_IN):
                message = f"{label} is named for '{purpose}', which no clause declares"
                yield Finding("unknown_purpose", where, "", message)

    def _own_consents(self, recipient: Recipient) -> Iterator[Finding]:
        """PIPL 23: a consent covers one recipient. It is given by purpose and item, so two that need their own can't
        get the same item for the same purpose."""
        others = [one for one in self.version.recipients.values() if one.separate and one.id < recipient.id]
        for other in others if recipient.separate else ():
            for purpose in sorted(recipient.purposes & other.purposes):
                for item in sorted(recipient.items & other.items):
                    both = f"[recipient.{recipient.id}] and [recipient.{other.id}]"
                    message = f"{both} get {item} for {purpose} under one consent: give each a purpose of its own"
                    yield Finding("shared_consent", self.source.at(RECIPIENTS), "", message)
