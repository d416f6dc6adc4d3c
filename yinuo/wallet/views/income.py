"""我的→收入 (doctor 1.11)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yinuo.consultations.api import actor_of
from yinuo.wallet.pages.income import income_page


@require_safe
def income(request: HttpRequest) -> HttpResponse:
    return render(request, "wallet/income.html", {"page": income_page(actor_of(request))})
