"""The doctor's side of questions."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinuo.channel import actions
from yinuo.channel.pages import questions as pages
from yinuo.channel.problems import UnableToPublish
from yinuo.channel.views.answers import actor_of, missing_is_404
from yinuo.promise.consent import UnableToRecordConsent

ACTS = {
    "decline": actions.decline_question,
    "offline": actions.take_answer_offline,
    "put-back": actions.put_answer_back,
}


@require_safe
@missing_is_404
def every(request: HttpRequest) -> HttpResponse:
    """Questions, those that wait first."""
    return render(
        request, "channel/questions.html", {"page": pages.questions(actor_of(request), request.GET.get("page", "1"))}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def one(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """One question; posting hands in the rewritten question and the answer."""
    actor = actor_of(request)
    if request.method != "POST":
        return render(request, "channel/question.html", {"page": pages.question_page(actor, question_id)})
    shown, answer = request.POST.get("shown", ""), request.POST.get("answer", "")
    try:
        actions.answer_question(
            actor=actor, question=question_id, shown=shown, text=answer, agreed="agree" in request.POST,
            notice=request.POST.get("notice", ""),
        )  # fmt: skip
    except (UnableToPublish, UnableToRecordConsent) as no:
        page = pages.question_page(actor, question_id, shown=shown, answer=answer, problem=no.sentence)
        return render(request, "channel/question.html", {"page": page}, status=getattr(no, "status", 409))
    return HttpResponseRedirect(reverse("channel:questions"))


@require_POST
@missing_is_404
def act(request: HttpRequest, question_id: UUID, act: str) -> HttpResponse:
    """Decline, take the answer offline, put it back."""
    if act not in ACTS:
        raise Http404
    try:
        ACTS[act](actor=actor_of(request), question=question_id)
    except UnableToPublish as no:
        page = pages.question_page(actor_of(request), question_id, problem=no.sentence)
        return render(request, "channel/question.html", {"page": page}, status=no.status)
    return HttpResponseRedirect(reverse("channel:questions"))
