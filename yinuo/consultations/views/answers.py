"""What every view of consultations shares: the actor, and the same answer for missing and forbidden."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from yinuo.consultations.problems import ConsultationMissing
from yinuo.promise.gate import Actor

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """Set by the middleware of accounts."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def missing_is_404(view: View) -> View:
    """SECURITY: whether somebody else's consultation exists can't be told from the answer."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ConsultationMissing:
            raise Http404 from None

    return answered


def unable(request: HttpRequest, sentence: str, *, back: str) -> HttpResponse:
    """409 with the sentence and the way back."""
    role = actor_of(request).role
    return render(request, "consultations/unable.html", {"sentence": sentence, "back": back, "role": role}, status=409)
