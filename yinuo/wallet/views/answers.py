"""What every view of the wallet shares."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from yinuo.consultations.api import ConsultationMissing
from yinuo.wallet.problems import OrderMissing

View = Callable[..., HttpResponse]


def missing_is_404(view: View) -> View:
    """SECURITY: whether somebody else's order exists can't be told from the answer."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (ConsultationMissing, OrderMissing):
            raise Http404 from None

    return answered
