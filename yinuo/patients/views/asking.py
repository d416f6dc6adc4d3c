"""From the doctor's page to a request: risk notice, separate consent, the form. One address; it shows the step that
is due, so that a reload or a log-in in between goes on where it was."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yinuo.consultations import api as consultations
from yinuo.consultations.api import actor_of, unable
from yinuo.credentials import api as credentials
from yinuo.media.api import UnableToTake
from yinuo.patients.forms import AskForm
from yinuo.promise.consent import UnableToRecordConsent
from yinuo.promise.gate import Actor
from yinuo.wallet import api as wallet

STEPS = ("notice", "consent", "form")


@require_GET
def ask(request: HttpRequest, doctor: UUID) -> HttpResponse:
    """The step that is due. ``?offer=item`` asks for an additional item that was refused earlier."""
    actor = actor_of(request)
    live = consultations.live_consultation(actor, doctor=doctor)
    if live is not None:
        return redirect("patients:consultation", live)
    _require_doctor(doctor)
    try:
        _require_chargeable(actor, doctor)
    except wallet.UnableToCharge as no:
        return unable(request, no.sentence, back=reverse("patients:doctors"))
    if consultations.signed_notice(actor, doctor=doctor) is None:
        return _notice(request, doctor)
    acts = consultations.pending_acts(actor, tapped=request.GET.getlist("offer"))
    if acts:
        return _consent(request, doctor, acts)
    return _form(request, doctor, AskForm(granted=consultations.granted_items(actor)))


@require_POST
def sign(request: HttpRequest, doctor: UUID) -> HttpResponse:
    """Sign the notice that the page showed."""
    if request.POST.get("read") != "yes":
        return _notice(request, doctor, problem=_("请先勾选“我已阅读并明白以上风险”，再签署。"), status=422)
    try:
        consultations.sign_notice(actor_of(request), doctor=doctor, notice=request.POST.get("notice", ""))
    except consultations.Unable as no:
        return unable(request, no.sentence, back=reverse("patients:ask", args=[doctor]))
    return redirect("patients:ask", doctor)


@require_POST
def consent(request: HttpRequest, doctor: UUID) -> HttpResponse:
    """Record the answers. Without the basic items there is no consultation, and the page says what to do instead."""
    actor = actor_of(request)
    acts = consultations.pending_acts(actor, tapped=[name.removeprefix("act-") for name in request.POST])
    words = {act.id: request.POST[f"act-{act.id}"] == "yes" for act in acts if f"act-{act.id}" in request.POST}
    if len(words) < len(acts):
        return _consent(request, doctor, acts, words, problem=_("每一项都请选择“同意”或“不同意”。"))
    try:
        consultations.decide_acts(actor, words=words, notice=request.POST.get("notice", ""))
    except UnableToRecordConsent as no:
        return unable(request, str(no), back=reverse("patients:ask", args=[doctor]))
    if not consultations.basic_granted(actor):
        return render(request, "patients/declined_consent.html", {"doctor": doctor})
    return redirect("patients:ask", doctor)


@require_POST
def submit(request: HttpRequest, doctor: UUID) -> HttpResponse:
    actor = actor_of(request)
    data = request.POST.copy()
    form = AskForm(data, request.FILES, granted=consultations.granted_items(actor))
    form.is_valid()
    if form.under_age:
        _forget(actor, form, data)
        return _form(request, doctor, form, status=422)
    picture = _document(actor, form)
    if picture is not None:
        data["picture"] = str(picture)
    elif "document" not in form.errors:
        form.add_error("document", _("请附上以往的诊断资料：拍照或选图都可以。没有资料请到医院就诊。"))
    if not form.is_valid() or picture is None:
        return _form(request, doctor, form, status=422)
    try:
        _require_chargeable(actor, doctor)
        made = consultations.ask_consultation(actor, doctor=doctor, asked=_asked(form, picture))
    except (consultations.Unable, wallet.UnableToCharge) as no:
        return unable(request, no.sentence, back=reverse("patients:ask", args=[doctor]))
    return redirect("patients:consultation", made)


def _document(actor: Actor, form: AskForm) -> UUID | None:
    """The picture posted now, or the one taken in by an earlier try."""
    upload = form.files.get("document")
    earlier: UUID | None = form.cleaned_data.get("picture")
    if upload is None:
        return earlier
    try:
        taken = consultations.take_document(actor, upload=upload, through=form.through())
    except UnableToTake as no:
        form.add_error("document", no.sentence)
        return None
    if earlier is not None:
        consultations.forget_document(actor, picture=earlier)
    return taken


def _forget(actor: Actor, form: AskForm, data: QueryDict) -> None:
    """Of a minor nothing stays."""
    earlier: UUID | None = form.cleaned_data.get("picture")
    if earlier is not None:
        consultations.forget_document(actor, picture=earlier)
    data.pop("picture", None)


def _asked(form: AskForm, picture: UUID) -> consultations.Asked:
    said = form.cleaned_data
    return consultations.Asked(
        complaint=said["complaint"],
        age=said["age"],
        statement=said["statement"],
        picture=picture,
        through=form.through(),
        patient_name=said.get("patient_name") or None,
        allergies=form.told("has_allergies", "allergies"),
        current_drugs=form.told("has_drugs", "current_drugs"),
        price=said.get("price") or 0,
    )


def _require_chargeable(actor: Actor, doctor: UUID) -> None:
    """Who could not pay is told before anything is asked."""
    card = credentials.doctor_card(doctor)
    if card is not None and card.price:
        wallet.require_chargeable(actor.who)


def _require_doctor(doctor: UUID) -> None:
    if not credentials.is_qualified(doctor):
        raise Http404


def _notice(request: HttpRequest, doctor: UUID, problem: str = "", status: int = 200) -> HttpResponse:
    _require_doctor(doctor)
    context = {"points": consultations.RISK_POINTS, "notice": consultations.risk_digest(), "problem": problem}
    return _step(request, "patients/risk_notice.html", doctor, context, status)


def _consent(
    request: HttpRequest,
    doctor: UUID,
    acts: tuple[consultations.ConsentAct, ...],
    words: dict[str, bool] | None = None,
    problem: str = "",
) -> HttpResponse:
    context = {"acts": acts, "words": words or {}, "problem": problem, "notice": acts[0].notice if acts else ""}
    return _step(request, "patients/consent.html", doctor, context, 422 if problem else 200)


def _form(request: HttpRequest, doctor: UUID, form: AskForm, status: int = 200) -> HttpResponse:
    refused = [item for item in ("allergies", "current_drugs", "name") if item not in _granted(form)]
    picture = form.data.get("picture", "") if form.is_bound else ""
    context = {"form": form, "refused": refused, "picture": picture}
    return _step(request, "patients/ask.html", doctor, context, status)


def _granted(form: AskForm) -> set[str]:
    names = {"allergies": "allergies", "current_drugs": "current_drugs", "patient_name": "name"}
    return {item for field, item in names.items() if field in form.fields}


def _step(request: HttpRequest, page: str, doctor: UUID, context: dict[str, Any], status: int) -> HttpResponse:
    shared = {"doctor": doctor, "card": credentials.doctor_card(doctor)}
    return render(request, page, {**context, **shared}, status=status)
