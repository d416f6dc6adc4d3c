"""The doctor's pages."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yinuo.consultations.actions import attending
from yinuo.consultations.forms import JUDGEMENT, REASONS, ClosingForm, DeclineForm
from yinuo.consultations.models import Consultation
from yinuo.consultations.pages.before import before_page, over_page, state_of
from yinuo.consultations.pages.inbox import inbox_of
from yinuo.consultations.pages.records import patients_of
from yinuo.consultations.pages.thread import thread_page
from yinuo.consultations.problems import Unable
from yinuo.consultations.views.answers import actor_of, missing_is_404, unable
from yinuo.credentials import api as credentials

State = Consultation.State


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    context = {"inbox": inbox_of(actor), "banner": credentials.banner(actor.who)}
    return render(request, "consultations/inbox.html", context)


@require_GET
def inbox_rows(request: HttpRequest) -> HttpResponse:
    return render(request, "consultations/inbox_rows.html", {"inbox": inbox_of(actor_of(request))})


@require_GET
def patients(request: HttpRequest) -> HttpResponse:
    return render(
        request, "consultations/patients.html", {"records": patients_of(actor_of(request), page=_page(request))}
    )


@require_GET
@missing_is_404
def attend(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """Before accepting, the thread, or what became of it."""
    actor = actor_of(request)
    state = state_of(actor, consultation_id)
    if state == State.WAITING:
        return _before(request, consultation_id, DeclineForm())
    if state in Consultation.HELD:
        page = thread_page(actor, consultation_id, before=_before_number(request))
        part = "closing" if "HX-Request" in request.headers else "thread_of_doctor"
        return render(request, f"consultations/{part}.html", {"page": page})
    return render(request, "consultations/over.html", {"page": over_page(actor, consultation_id)})


@require_POST
@missing_is_404
def accept(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    place = reverse("consultations:attend", args=[consultation_id])
    try:
        attending.accept(actor_of(request), consultation_id=consultation_id)
    except Unable as no:
        return unable(request, no.sentence, back=place)
    return redirect(place)


@require_POST
@missing_is_404
def decline(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    form = DeclineForm(request.POST)
    actor = actor_of(request)
    if not form.is_valid() and state_of(actor, consultation_id) == State.WAITING:
        return _before(request, consultation_id, form, status=422)
    try:
        attending.decline(actor, consultation_id=consultation_id, reason=form.sentence() if form.is_valid() else "")
    except Unable as no:
        return unable(request, no.sentence, back=reverse("consultations:inbox"))
    return redirect("consultations:inbox")


@require_POST
@missing_is_404
def mark_revisit(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    place = reverse("consultations:attend", args=[consultation_id])
    try:
        attending.mark_revisit(actor_of(request), consultation_id=consultation_id, judgement=JUDGEMENT)
    except Unable as no:
        return unable(request, no.sentence, back=place)
    return redirect(place)


@require_http_methods(["GET", "POST"])
@missing_is_404
def close(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """End with a closing note, or send the patient to a hospital."""
    actor = actor_of(request)
    form = ClosingForm(request.POST if request.method == "POST" else None)
    page = thread_page(actor, consultation_id)
    context = {"page": page, "form": form}
    if request.method == "GET" or not form.is_valid():
        return render(request, "consultations/close.html", context, status=422 if form.is_bound else 200)
    note, refer = form.cleaned_data["note"], "refer" in request.POST
    try:
        if refer:
            attending.refer_offline(actor, consultation_id=consultation_id, note=note)
        else:
            judgement = JUDGEMENT if form.cleaned_data["revisit"] else ""
            attending.end(actor, consultation_id=consultation_id, note=note, judgement=judgement)
    except Unable as no:
        return render(request, "consultations/close.html", {**context, "problem": no.sentence}, status=409)
    return redirect("consultations:attend", consultation_id)


def _before(request: HttpRequest, consultation_id: UUID, form: DeclineForm, status: int = 200) -> HttpResponse:
    context = {
        "page": before_page(actor_of(request), consultation_id),
        "form": form,
        "emergency": REASONS["emergency"],
        "offline": REASONS["offline"],
    }
    return render(request, "consultations/before.html", context, status=status)


def _page(request: HttpRequest) -> int:
    number = request.GET.get("page", "1")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1


def _before_number(request: HttpRequest) -> int | None:
    number = request.GET.get("before", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
