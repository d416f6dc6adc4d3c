"""Row 0.1: the independent policy of a special service prevails inside that service, and nowhere else. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from yinuo.promise.policy.model import Version
from yinuo.promise.policy.source import POLICY, Finding

Find = Callable[[str, str], Version | None]


def overlays_of(role: str, numbers: Mapping[str, str], find: Find) -> Iterator[Version]:
    """The service policies in force that lie over a role's policy; ``numbers`` are those in force by policy."""
    for name in sorted(numbers):
        version = find(name, numbers[name]) if name != role else None
        if version is not None and version.overlay_of == role:
            yield version


def governing(role: str, purpose: str, numbers: Mapping[str, str], find: Find) -> str:
    """The name of the policy by which a purpose is judged for a role: the service's own, else the role's."""
    return next((one.role for one in overlays_of(role, numbers, find) if one.covers(purpose)), role)


def overlay_findings(overlay: Version, base: Version | None, others: Iterable[Version] = ()) -> Iterator[Finding]:
    """What keeps an overlay from being published beside its base and the ``others`` in force."""
    where = f"{overlay.role}/{overlay.number}/{POLICY}:1"
    if base is None or base.overlay_of:
        yield Finding("overlay", where, "", f"overlay_of names '{overlay.overlay_of}', which is no role's policy")
        return
    for klass in overlay.classes.values():
        known = base.classes.get(klass.id)
        if known is None or known.keep != klass.keep:
            # One class, one term: values of both policies lie under the same key of the person.
            message = f"[class.{klass.id}] must be a class of {base.role} {base.number}, with the same term"
            yield Finding("overlay_class", where, "", message)
    for other in others:
        if other.role != overlay.role and (other.covers(overlay.service) or overlay.covers(other.service)):
            message = f"the service {overlay.service} has the policy {other.role} {other.number} already"
            yield Finding("overlay_twice", where, "", message)


def findings_beside_base(overlay: Version, versions: Callable[[str], Iterable[Version]]) -> list[Finding]:
    """For lint, which asks no database: against the newest version of the base that is no archive."""
    standing = [one for one in versions(overlay.overlay_of) if not one.archive]
    return list(overlay_findings(overlay, standing[-1] if standing else None))


def scope_findings(version: Version) -> Iterator[Finding]:
    """An overlay names its base and its service, and declares that service's purposes alone."""
    where = f"{version.role}/{version.number}/{POLICY}:1"
    if bool(version.overlay_of) is not bool(version.service):
        yield Finding("overlay", where, "", "overlay_of and service belong together: write both, or neither")
        return
    for purpose in version.purposes.values():
        if version.overlay_of and not version.covers(purpose.id):
            message = f"{purpose.id} lies outside the service {version.service}, for which this policy stands"
            yield Finding("overlay_purpose", where, purpose.clause, message)
