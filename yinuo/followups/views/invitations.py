"""A doctor's list of patients to invite, and the page behind the link that they get."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yinuo.consultations.api import actor_of, unable
from yinuo.credentials import api as credentials
from yinuo.followups import consents
from yinuo.followups.actions import inviting
from yinuo.followups.forms import MOST_NAME, RosterForm
from yinuo.followups.problems import Unable, UnableToInvite
from yinuo.followups.roster import MOST_BYTES, Roster, UnreadableRoster, decoded, read_roster
from yinuo.followups.views.answers import missing_is_404
from yinuo.promise.consent import UnableToRecordConsent


@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """The invitations that wait, and the way to a new list. A list that was sent is shown with its faults by line;
    nothing is kept before it is confirmed, and what was typed comes along on every way back."""
    if request.POST.get("again"):
        return _page(request, RosterForm(initial={"words": request.POST.get("words", "")}), "")
    form = RosterForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, form, "")
    try:
        words = _text(form)
        roster = inviting.checked(actor_of(request), read_roster(words))
    except UnreadableRoster as no:
        return _page(request, form, no.sentence)
    if not roster.entries and not roster.faults:
        return _page(request, form, UnableToInvite("empty").sentence)
    return _check(request, roster, words)


def _text(form: RosterForm) -> str:
    """The file where there is one, else what was typed. Of what is too big not more than that is read."""
    upload = form.cleaned_data["file"]
    if upload is None:
        return str(form.cleaned_data["words"])
    return decoded(b" " * (MOST_BYTES + 1) if (upload.size or 0) > MOST_BYTES else upload.read())


def _page(request: HttpRequest, form: RosterForm, problem: str) -> HttpResponse:
    rows = inviting.names_of(inviting.waiting_of(actor_of(request).who, now=timezone.now()))
    context = {"form": form, "problem": problem, "rows": rows}
    return render(request, "followups/invitations.html", context, status=422 if form.is_bound else 200)


def _check(request: HttpRequest, roster: Roster, words: str, problem: str = "", status: int = 200) -> HttpResponse:
    """``words`` are the list as it came, for its doctor to mend."""
    context = {"roster": roster, "words": words, "problem": problem}
    return render(request, "followups/invite_check.html", context, status=422 if roster.faults else status)


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """The list once more, with the doctor's word that everybody on it agreed."""
    words = request.POST.get("words", "")
    actor = actor_of(request)
    try:
        roster = read_roster(words)
    except UnreadableRoster as no:
        return _page(request, RosterForm({"words": words}), no.sentence)
    if not roster.entries and not roster.faults:
        return _page(request, RosterForm({"words": words}), UnableToInvite("empty").sentence)
    if roster.faults:
        return _check(request, inviting.checked(actor, roster), words)
    try:
        inviting.invite(actor, roster=roster, stated=request.POST.get("stated") == "yes")
    except Unable as no:
        return _check(request, inviting.checked(actor, roster), words, no.sentence, 409)
    return redirect(f"{reverse('followups:invitations')}#waiting-title")


@require_POST
@missing_is_404
def withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    inviting.withdraw_invitation(actor_of(request), invitation_id=invitation_id)
    return redirect("followups:invitations")


@require_POST
@missing_is_404
def again(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    try:
        inviting.send_again(actor_of(request), invitation_id=invitation_id)
    except Unable as no:
        return unable(request, no.sentence, back=reverse("followups:invitations"))
    return redirect("followups:invitations")


@require_GET
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites, what that means, and the next step. Nothing is written; a link that no longer stands says so."""
    actor = actor_of(request)
    found = inviting.open_invitation(token)
    card = credentials.doctor_card(found.doctor_id) if found is not None else None
    may_name = actor.role == "patient" and consents.granted(actor, consents.NAME)
    context = {"card": card, "token": token, "may_name": may_name}
    return render(request, "followups/invited.html", context, status=200 if card is not None else 404)


@require_POST
def take_up(request: HttpRequest, token: str) -> HttpResponse:
    try:
        name = request.POST.get("name", "")[:MOST_NAME]
        inviting.take_up(actor_of(request), token=token, name=name)
    except (Unable, UnableToRecordConsent) as no:
        return unable(request, no.sentence, back=reverse("followups:invited", args=[token]))
    return redirect("followups:mine")
