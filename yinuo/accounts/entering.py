"""What stands between an action and a browser: putting a log-in into the session, and where to go next."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from yinuo.accounts.actions import LoggedIn
from yinuo.promise.models import Person

HOMES = {"doctor": "consultations:inbox", "patient": "patients:mine", "staff": "console:home"}


def enter_provisionally(request: HttpRequest, person: Person, invitation: str = "") -> None:
    """The first cookie that holds anything: after the confirmation, never before."""
    request.session.flush()
    request.session.update({"person": str(person.pk), "role": person.role, "stage": "provisional", "begun": _now()})
    if invitation:
        request.session["invitation"] = invitation
    request.policy_role = person.role  # type: ignore[attr-defined]


def enter(request: HttpRequest, who: LoggedIn) -> None:
    """A new key for every log-in, so that one planted before is worth nothing."""
    request.session.flush()
    request.session.update(
        {"person": str(who.person), "role": who.role, "desk": who.desk, "stage": "account", "begun": _now()}
    )
    request.policy_role = who.role  # type: ignore[attr-defined]


def go_on(request: HttpRequest, role: str) -> HttpResponse:
    """Back to the page where the log-in was asked for, when it is one of ours; else home."""
    return HttpResponseRedirect(safe_next(request) or home_of(role))


def safe_next(request: HttpRequest) -> str:
    """The address in ``next`` when it stays on this host, else an empty text."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if wanted.startswith("/") and own else ""


def home_of(role: str) -> str:
    """The room where a role works; 我的 when the build has no such room (a function that is not offered)."""
    try:
        return reverse(HOMES[role])
    except NoReverseMatch:
        return reverse("accounts:me")


def address_of(request: HttpRequest) -> str:
    """The visitor's address as the one port saw it; for limits in memory."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _now() -> str:
    return timezone.now().isoformat(timespec="seconds")
