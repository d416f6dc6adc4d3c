"""Rating a consultation that is over, and reading what was said."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yinuo.consultations import api as consultations
from yinuo.consultations.api import actor_of
from yinuo.wallet.actions.rating import rate as give
from yinuo.wallet.pages.rating import rate_page, ratings_page
from yinuo.wallet.problems import UnableToRate
from yinuo.wallet.views.answers import missing_is_404

FINAL = frozenset({"not_over", "rated"})


@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def rate(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    due = consultations.due(actor, consultation_id)
    if request.method != "POST":
        return render(request, "wallet/rate.html", {"page": rate_page(actor, consultation_id)})
    stars, words = request.POST.get("stars", ""), request.POST.get("words", "").replace("\r\n", "\n")
    try:
        give(actor, due, stars=stars, words=words, notice=request.POST.get("notice", "")[:80])
    except UnableToRate as no:
        if no.code in FINAL:
            return consultations.unable(
                request, no.sentence, back=reverse("patients:consultation", args=[consultation_id])
            )
        page = rate_page(actor, consultation_id, given=stars, words=words[:2000], problem=no.sentence)
        return render(request, "wallet/rate.html", {"page": page}, status=422)
    return redirect("patients:consultation", consultation_id)


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What patients said of this doctor."""
    return render(request, "wallet/ratings.html", {"page": ratings_page(actor_of(request))})
