"""Which version of each policy is in force from this start on: the newest effective, or the one chosen by hand."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from yinuo.promise.policy import UnknownPolicy, library
from yinuo.promise.policy.publish import put_in_force, retracted_numbers
from yinuo.runtime.settings_table import WrongSetting


def put_versions_in_force() -> None:
    """One version of each policy; gateways are told. Raises :class:`WrongSetting`."""
    chosen: dict[str, str] = settings.YINUO_POLICY_IN_FORCE
    for role in chosen.keys() - set(library().roles()):
        raise WrongSetting("YINUO_POLICY", f"{role}={chosen[role]}", "a policy of this build")
    with transaction.atomic():
        for role in library().roles():
            number = _number(role, chosen.get(role))
            if number is not None:
                put_in_force(role, number)


def _number(role: str, chosen: str | None) -> str | None:
    """None for a service policy whose day has not come, or that was retracted before it."""
    if chosen is not None:
        try:
            return library().get(role, chosen).number
        except UnknownPolicy:
            raise WrongSetting("YINUO_POLICY", f"{role}={chosen}", "a version of this build") from None
    today = timezone.localdate()
    gone = retracted_numbers(role)
    versions = [one for one in library().versions(role) if one.number not in gone]
    effective = [one for one in versions if not one.archive and one.effective <= today]
    if not effective and all(one.overlay_of for one in library().versions(role)):
        return None
    if not effective:
        raise WrongSetting("YINUO_POLICIES", role, "a policy with an effective version")
    return effective[-1].number
