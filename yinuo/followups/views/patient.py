"""The patient's pages: what is to be answered, a plan, and an answer."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yinuo.consultations.api import actor_of, unable
from yinuo.followups import consents
from yinuo.followups.access import hand_over as require_hand_over
from yinuo.followups.actions import answering, confirming, handing_over
from yinuo.followups.forms import MOST_NAME, AnswerForm
from yinuo.followups.pages.answering import AnswerPage, answer_page
from yinuo.followups.pages.mine import mine as mine_page
from yinuo.followups.pages.plan import PlanPage, plan_page
from yinuo.followups.problems import Unable
from yinuo.followups.views.answers import missing_is_404
from yinuo.promise.consent import UnableToRecordConsent


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    part = "mine_rows" if "HX-Request" in request.headers else "mine"
    return render(request, f"followups/{part}.html", {"page": mine_page(actor_of(request))})


@require_GET
@missing_is_404
def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    return _plan(request, plan_page(actor_of(request), plan_id))


def _plan(request: HttpRequest, page: PlanPage, status: int = 200, **more: Any) -> HttpResponse:
    notice = page.acts[0].notice if page.acts else ""
    context = {"page": page, "words": {}, "notice": notice, "may_name": _may_name(request, page), **more}
    return render(request, "followups/plan_of_patient.html", context, status=status)


def _may_name(request: HttpRequest, page: PlanPage) -> bool:
    """Agreed to before, with another doctor's plan: the field stands alone, nothing is left to agree to."""
    return page.state == "proposed" and consents.granted(actor_of(request), consents.NAME)


@require_POST
@missing_is_404
def confirm(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Every act has to be answered; then the plan begins, or stays as it is when its basic item was refused."""
    actor = actor_of(request)
    page = plan_page(actor, plan_id)
    said = {act.item: request.POST.get(f"act-{act.item}", "") for act in page.acts}
    words = {item: word == "yes" for item, word in said.items() if word in ("yes", "no")}
    name = request.POST.get("name", "")[:MOST_NAME]
    if len(words) < len(page.acts):
        problem = _("每一项都请选择“同意”或“不同意”。")
        return _plan(request, page, 422, words=words, problem=problem, name=name)
    try:
        confirming.confirm_plan(actor, plan_id=plan_id, words=words, notice=request.POST.get("notice", ""), name=name)
    except UnableToRecordConsent as no:
        return unable(request, no.sentence, back=reverse("followups:own", args=[plan_id]))
    except Unable as no:
        return unable(request, no.sentence, back=reverse("followups:own", args=[plan_id]))
    return redirect("followups:own", plan_id)


@require_POST
@missing_is_404
def leave(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Decline a plan that was sent, or stop one that runs."""
    act = confirming.stop_plan if request.POST.get("running") else confirming.decline_plan
    try:
        act(actor_of(request), plan_id=plan_id)
    except Unable as no:
        return unable(request, no.sentence, back=reverse("followups:own", args=[plan_id]))
    return redirect("followups:mine")


@require_http_methods(["GET", "POST"])
@missing_is_404
def answer(request: HttpRequest, plan_id: UUID, occasion_id: UUID) -> HttpResponse:
    """One page, mostly tapping. Out of range is asked again; twice, too late or for somebody else is refused."""
    actor = actor_of(request)
    place = reverse("followups:own", args=[plan_id])
    try:
        page = answer_page(actor, plan_id, occasion_id)
        form = AnswerForm(
            request.POST if request.method == "POST" else None, questions=page.questions, values=page.values
        )
        if request.method == "GET" or not form.is_valid():
            return _form(request, page, form)
        answering.answer(actor, plan_id=plan_id, occasion_id=occasion_id, answers=form.answers(), values=form.values())
    except Unable as no:
        return unable(request, no.sentence, back=place)
    return redirect(place)


def _form(request: HttpRequest, page: AnswerPage, form: AnswerForm) -> HttpResponse:
    context = {"page": page, "form": form}
    return render(request, "followups/answer.html", context, status=422 if form.is_bound else 200)


@require_POST
@missing_is_404
def agree(request: HttpRequest, hand_over_id: UUID) -> HttpResponse:
    """Whether another doctor may take a task over."""
    agreed = request.POST.get("agreed")
    require_hand_over(actor_of(request), hand_over_id)
    if agreed not in ("yes", "no"):
        return unable(request, _("请选择“同意”或“不同意”。"), back=reverse("followups:mine"))
    try:
        place = handing_over.answer_hand_over(actor_of(request), hand_over_id=hand_over_id, agreed=agreed == "yes")
    except Unable as no:
        return unable(request, no.sentence, back=reverse("followups:mine"))
    return redirect("followups:own", place)
