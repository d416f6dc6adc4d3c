"""What every view of follow-ups shares: the same answer for missing and forbidden."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from yinuo.followups.problems import FollowupMissing

View = Callable[..., HttpResponse]


def missing_is_404(view: View) -> View:
    """SECURITY: whether somebody else's plan exists can't be told from the answer."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except FollowupMissing:
            raise Http404 from None

    return answered


def number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 1
