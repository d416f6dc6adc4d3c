"""A patient's own consultations, and the doctors to be found."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from yinuo.channel import api as channel
from yinuo.consultations import api as consultations
from yinuo.consultations.api import actor_of, missing_is_404, unable
from yinuo.credentials import api as credentials
from yinuo.wallet import api as wallet

THREADS = ("open", "ended", "referred")


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    records = consultations.own_records(actor_of(request), page=_number(request.GET.get("page"), 1) or 1)
    cards = {row.doctor: credentials.doctor_card(row.doctor) for row in (*records.live, *records.past)}
    context = {
        "live": [(row, cards[row.doctor]) for row in records.live],
        "past": [(row, cards[row.doctor]) for row in records.past],
        "more": records.more,
    }
    page = (
        "patients/mine_rows.html" if "HX-Request" in request.headers or "rows" in request.GET else "patients/mine.html"
    )
    return render(request, page, context)


@require_GET
@missing_is_404
def consultation(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """Waiting, the thread, or what became of it."""
    actor = actor_of(request)
    if consultations.state_of(actor, consultation_id) in THREADS:
        before = _number(request.GET.get("before"))
        page = consultations.thread_page(actor, consultation_id, before=before)
        shown = {
            "page": page,
            "card": credentials.doctor_card(page.doctor),
            "refund": wallet.refund_of(consultation_id),
            "rated": wallet.is_rated(consultation_id),
        }
        part = "patients/closing.html" if "HX-Request" in request.headers else "patients/thread.html"
        return render(request, part, shown)
    own = consultations.own_page(actor, consultation_id)
    if own.state == "unpaid":
        return redirect("wallet:pay", consultation_id)
    card = credentials.doctor_card(own.doctor)
    context = {"page": own, "card": card, "refund": wallet.refund_of(consultation_id)}
    return render(request, "patients/waiting.html" if own.state == "waiting" else "patients/over.html", context)


@require_GET
@missing_is_404
def state(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """The fragment of a waiting page that follows the state."""
    own = consultations.own_page(actor_of(request), consultation_id)
    return render(request, "patients/waiting_state.html", {"page": own})


@require_POST
@missing_is_404
def withdraw(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    place = reverse("patients:consultation", args=[consultation_id])
    try:
        consultations.withdraw_request(actor_of(request), consultation_id=consultation_id)
    except consultations.Unable as no:
        return unable(request, no.sentence, back=place)
    return redirect(place)


@require_GET
def doctors(request: HttpRequest) -> HttpResponse:
    """Who takes patients, so that a patient finds one."""
    found = (credentials.doctor_card(doctor) for doctor in credentials.qualified_doctors())
    cards = [card for card in found if card is not None]
    return render(request, "patients/doctors.html", {"cards": cards})


@require_GET
def doctor_page(request: HttpRequest, doctor: UUID) -> HttpResponse:
    """A doctor's public page; visitors may see it."""
    card = credentials.doctor_card(doctor)
    if card is None or not credentials.is_qualified(doctor):
        raise Http404
    context = {"card": card, "doctor": doctor, "stars": wallet.stars_of(doctor), "channel": channel.is_open(doctor)}
    return render(request, "patients/doctor.html", context)


def _number(text: str | None, default: int | None = None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else default
