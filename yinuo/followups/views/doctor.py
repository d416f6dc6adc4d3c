"""The doctor's pages: the list, a plan, and what is done with it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yinuo.consultations.api import actor_of, unable
from yinuo.followups.actions import attending, handing_over, proposing
from yinuo.followups.actions.templates import template_of
from yinuo.followups.catalogue import catalogue
from yinuo.followups.forms import HandOverForm, NoteForm
from yinuo.followups.pages.listing import listing
from yinuo.followups.pages.plan import plan_page
from yinuo.followups.pages.summary import summary
from yinuo.followups.pages.tasks import colleagues
from yinuo.followups.problems import Unable, UnableToPropose
from yinuo.followups.views.answers import missing_is_404, number


@require_GET
def patients(request: HttpRequest) -> HttpResponse:
    page = listing(actor_of(request), need=request.GET.get("need", ""), page=number(request.GET.get("page")))
    part = "list_rows" if "HX-Request" in request.headers else "list"
    return render(request, f"followups/{part}.html", {"page": page})


@require_http_methods(["GET", "POST"])
@missing_is_404
def choose(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """After a consultation: choose a plan, look at it, send it."""
    actor = actor_of(request)
    back = reverse("consultations:attend", args=[consultation_id])
    try:
        proposing.patient_of(actor, consultation=consultation_id)
        if request.method == "POST":
            key = request.POST.get("plan", "")
            return redirect("followups:plan", proposing.propose_after(actor, consultation=consultation_id, key=key))
        return _offer(request, back)
    except UnableToPropose as no:
        return unable(request, no.sentence, back=back)


@require_http_methods(["GET", "POST"])
@missing_is_404
def choose_for(request: HttpRequest, tie_id: UUID) -> HttpResponse:
    """The same for a patient who took up an invitation, or had a plan before."""
    actor, back = actor_of(request), reverse("followups:list")
    try:
        if request.method == "POST":
            return redirect("followups:plan", proposing.propose_to(actor, tie=tie_id, key=request.POST.get("plan", "")))
        proposing.require_tie(actor, tie=tie_id)
        return _offer(request, back)
    except UnableToPropose as no:
        return unable(request, no.sentence, back=back)


def _offer(request: HttpRequest, back: str) -> HttpResponse:
    actor, key = actor_of(request), request.GET.get("plan", "")
    if not key:
        plans = [(name, template_of(actor, key=name)) for name in catalogue()]
        return render(request, "followups/choose.html", {"plans": plans, "back": back})
    context = {"key": key, "summary": summary(template_of(actor, key=key)), "back": request.path}
    return render(request, "followups/preview.html", context)


@require_GET
@missing_is_404
def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    return _plan(request, plan_id)


def _plan(
    request: HttpRequest, plan_id: UUID, *, note: NoteForm | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    page = plan_page(actor_of(request), plan_id)
    context = {"page": page, "note": note or NoteForm(), "problem": problem}
    return render(request, "followups/plan_of_doctor.html", context, status=status)


@require_POST
@missing_is_404
def write(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Advice or a change of drugs."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _plan(request, plan_id, note=form, status=422)
    said = form.cleaned_data
    try:
        attending.write_note(actor_of(request), plan_id=plan_id, kind=said["kind"], text=said["text"], on=said["on"])
    except Unable as no:
        return _plan(request, plan_id, note=form, problem=no.sentence, status=409)
    return redirect(f"{reverse('followups:plan', args=[plan_id])}#notes")


@require_POST
@missing_is_404
def end(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    try:
        attending.end_plan(actor_of(request), plan_id=plan_id)
    except Unable as no:
        return unable(request, no.sentence, back=reverse("followups:plan", args=[plan_id]))
    return redirect("followups:plan", plan_id)


@require_POST
@missing_is_404
def finish(request: HttpRequest, plan_id: UUID, task_id: UUID) -> HttpResponse:
    """A task was looked at."""
    place = reverse("followups:plan", args=[plan_id])
    actor = actor_of(request)
    try:
        attending.finish_task(actor, task_id=task_id, note=request.POST.get("note", ""))
    except Unable as no:
        return unable(request, no.sentence, back=place)
    return redirect("followups:list")


@require_http_methods(["GET", "POST"])
@missing_is_404
def hand_over(request: HttpRequest, plan_id: UUID, task_id: UUID) -> HttpResponse:
    """Choose a colleague and say why; the patient is asked."""
    actor = actor_of(request)
    place = reverse("followups:plan", args=[plan_id])
    form = HandOverForm(request.POST if request.method == "POST" else None)
    page = plan_page(actor, plan_id)
    task = next((one for one in page.open_tasks if one.id == task_id and one.mine), None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            handing_over.offer_hand_over(actor, task_id=task_id, taker=said["taker"], reason=said["reason"])
        except Unable as no:
            return unable(request, no.sentence, back=place)
        return redirect(place)
    if task is None:
        return redirect(place)
    context = {"page": page, "task": task, "form": form, "colleagues": colleagues(actor)}
    return render(request, "followups/hand_over.html", context, status=422 if form.is_bound else 200)


@require_POST
@missing_is_404
def take_back(request: HttpRequest, hand_over_id: UUID) -> HttpResponse:
    try:
        place = handing_over.take_back(actor_of(request), hand_over_id=hand_over_id)
    except Unable as no:
        return unable(request, no.sentence, back=reverse("followups:list"))
    return redirect("followups:plan", place)
