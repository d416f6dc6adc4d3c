"""The public pages: every version of every policy, what differs, and the file to keep (clause 7)."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yinuo.promise.bindings import measure
from yinuo.promise.policy import library, words
from yinuo.promise.policy.compare import differences_page
from yinuo.promise.policy.model import Version
from yinuo.promise.policy.page import IndexPage, PolicyRow, policy_page
from yinuo.promise.policy.publish import fate_of
from yinuo.promise.policy.reading import filled
from yinuo.promise.policy.source import POLICY


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The policies, one of each role, and those of special services (row 0.1)."""
    numbers = {role: library().in_force_number(role) for role in words.ROLES if role in library().roles()}
    rows = tuple(PolicyRow(role, words.ROLES[role], number) for role, number in numbers.items() if number)
    services = tuple(
        PolicyRow(one.role, one.title, one.number, words.ROLES[role])
        for role in numbers
        for one in library().overlays(role)
    )
    return render(request, "promise/policy/index.html", {"page": IndexPage(rows, services)})


@require_safe
def in_force(request: HttpRequest, role: str) -> HttpResponse:
    number = library().in_force_number(role)
    if number is None:
        raise Http404
    return _read(request, _version(role, number), number)


@measure("version.readable")
@require_safe
def version(request: HttpRequest, role: str, number: str) -> HttpResponse:
    return _read(request, _version(role, number), library().in_force_number(role))


def _read(request: HttpRequest, shown: Version, number: str | None) -> HttpResponse:
    fate = fate_of(shown.role, shown.number) if shown.number != number else ""
    page = policy_page(shown, numbers=library().numbers(shown.role), in_force=number, fate=fate)
    return render(request, "promise/policy/version.html", {"page": page})


@measure("version.diff_marked")
@require_safe
def differences(request: HttpRequest, role: str, number: str) -> HttpResponse:
    """What differs from ``?from=``; left out, from the version before."""
    after = _version(role, number)
    numbers = library().numbers(role)
    place = numbers.index(number)
    chosen = request.GET.get("from") or after.supersedes or (numbers[place - 1] if place else number)
    page = differences_page(_version(role, chosen), after, numbers)
    return render(request, "promise/policy/differences.html", {"page": page})


@require_safe
def download(request: HttpRequest, role: str, number: str) -> HttpResponse:
    """The text to keep, with the operator's contacts filled in."""
    shown = _version(role, number)
    folder = library().folder(role, number)
    if folder is None:
        raise Http404
    text = filled((folder / POLICY).read_text(encoding="utf-8"))
    name = f"yinuo-{role}-{shown.number}.md"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/markdown; charset=utf-8", headers=headers)


@require_safe
def clause(request: HttpRequest, role: str, clause: str) -> HttpResponse:
    """Where a clause is read in the version in force."""
    number = library().in_force_number(role)
    if number is None or clause not in _version(role, number).clauses:
        raise Http404
    return HttpResponseRedirect(f"{reverse('policy:version', args=[role, number])}#{clause}")


def _version(role: str, number: str) -> Version:
    found = library().find(role, number)
    if found is None:
        raise Http404
    return found
