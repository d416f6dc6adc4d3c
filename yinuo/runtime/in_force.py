"""Which version of each policy is in force from this start on: the newest effective, or the one chosen by hand."""

from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from yinuo.promise.models import Announcement
from yinuo.promise.policy import UnknownPolicy, library
from yinuo.promise.policy.admitting import findings_against
from yinuo.promise.policy.publish import known_number, put_in_force, retracted_numbers
from yinuo.promise.policy.source import Finding, PolicyError
from yinuo.runtime.settings_table import WrongSetting

GOES_ON = "edited_in_demonstration"
EDITED = (
    "its text is not the one that people were told of under this number; put the folder back as it was, "
    "and publish the change under a number of its own"
)


def put_versions_in_force() -> list[Finding]:
    """One version of each policy; gateways are told. Raises :class:`WrongSetting`.

    A newer version is held to what a publication is held to, and one that people were told of to the very text that
    they were told of; where it fails, the version that people know stays in force, and what was found is answered.
    Raises :class:`PolicyError` where there is none to stay.
    """
    chosen: dict[str, str] = settings.YINUO_POLICY_IN_FORCE
    for role in chosen.keys() - set(library().roles()):
        raise WrongSetting("YINUO_POLICY", f"{role}={chosen[role]}", "a policy of this build")
    refused: list[Finding] = []
    with transaction.atomic():
        for role in sorted(library().roles(), key=_bases_first):
            refused += _edited_since_in_force(role)
            if role in chosen:
                put_in_force(role, _chosen(role, chosen[role]), told=False)
                continue
            number = _newest(role)
            if number is not None:
                admitted, found = _admitted(role, number)
                refused += found
                put_in_force(role, admitted)
    return refused


def _admitted(role: str, number: str) -> tuple[str, list[Finding]]:
    known = known_number(role)
    before = library().find(role, known) if known else None
    if known and before is None:
        missing = "the version that people know is not in this build; put its folder back"
        raise PolicyError(Finding("known_missing", f"{role}/{known}", "", missing))
    if known == number:
        return number, []
    found = _edited(role, number) or findings_against(library().get(role, number), before)
    if found and before is None:
        raise PolicyError(*found)
    return (before.number if found and before else number), found


def _edited_since_in_force(role: str) -> list[Finding]:
    """A version that was in force is never edited: what people confirmed is no longer what stands in its folder, so
    nothing starts. A demonstration goes on with the new text, and says so, because its policies are still written."""
    been = Announcement.objects.filter(policy=role, in_force_at__isnull=False).order_by("in_force_at")
    found = [each for number in been.values_list("number", flat=True) for each in _edited(role, number)]
    if found and not settings.YINUO_DEMO:
        raise PolicyError(*found)
    return [replace(each, kind=GOES_ON, message=_go_on()) for each in found]


def _edited(role: str, number: str) -> list[Finding]:
    """Is what stands in the folder another text than the one that people were told of under this number?"""
    told = Announcement.objects.filter(policy=role, number=number).first()
    here = library().find(role, number)
    if told is None or here is None or told.hash == here.hash:
        return []
    return [Finding("edited", f"{role}/{number}", "", EDITED)]


def _go_on() -> str:
    return (
        "its text was changed since it came into force in this demonstration, which goes on with the new text; "
        f"to begin anew, stop it and remove the folder {settings.YINUO_HOME}. A real installation would not start"
    )


def _bases_first(role: str) -> tuple[bool, str]:
    return any(one.overlay_of for one in library().versions(role)), role


def _chosen(role: str, number: str) -> str:
    try:
        return library().get(role, number).number
    except UnknownPolicy:
        raise WrongSetting("YINUO_POLICY", f"{role}={number}", "a version of this build") from None


def _newest(role: str) -> str | None:
    """None for a service policy whose day has not come, or that was retracted before it."""
    today = timezone.localdate()
    gone = retracted_numbers(role)
    versions = [one for one in library().versions(role) if one.number not in gone]
    effective = [one for one in versions if not one.archive and one.effective <= today]
    if not effective and all(one.overlay_of for one in library().versions(role)):
        return None
    if not effective:
        raise WrongSetting("YINUO_POLICIES", role, "a policy with an effective version")
    return effective[-1].number
