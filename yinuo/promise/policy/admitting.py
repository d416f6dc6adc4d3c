"""May a version that a build brings come into force? By the rules of a publication: lint, and no right less."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from yinuo.promise.policy import library
from yinuo.promise.policy.duties import duties
from yinuo.promise.policy.lint import lint
from yinuo.promise.policy.model import Version
from yinuo.promise.policy.overlays import overlay_findings
from yinuo.promise.policy.rights import Lessening
from yinuo.promise.policy.source import POLICY, Finding, Source, read_source


def findings_against(version: Version, before: Version | None) -> list[Finding]:
    """Why it may not, each with file and line; nothing when it may. ``before`` is the version that people know."""
    policies = library()
    folder = policies.folder(version.role, version.number)
    if folder is None:
        return []
    others = {one.number: one.supersedes for one in policies.versions(version.role)}
    found = [*lint(folder, others), *_beside(version)]
    if before is not None and not found:
        found += _lessened(read_source(folder), duties(before, version).lessens)
    return found


def _beside(version: Version) -> Iterator[Finding]:
    """What a service's own policy must have in common with the one that it lies over."""
    if version.overlay_of:
        policies = library()
        number = policies.in_force_number(version.overlay_of)
        base = policies.find(version.overlay_of, number) if number else None
        yield from overlay_findings(version, base, policies.overlays(version.overlay_of))


def _lessened(source: Source, lessens: tuple[Lessening, ...]) -> Iterator[Finding]:
    lines = {clause.id: clause.line for clause in source.clauses}
    for each in lessens:
        message = _("%(text)s没有本人的明确同意，不减少任何权利（第 7 条）。") % {"text": each.text}
        yield Finding("lessens_rights", source.at(POLICY, lines.get(each.clause, 1)), each.clause, message)
