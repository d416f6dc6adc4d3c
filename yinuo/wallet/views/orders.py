"""我的→支付订单 (patient 1.7)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yinuo.consultations.api import actor_of
from yinuo.wallet.pages.orders import order_page, order_rows
from yinuo.wallet.views.answers import missing_is_404


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    return render(request, "wallet/orders.html", {"rows": order_rows(actor_of(request))})


@require_safe
@missing_is_404
def one(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The receipt, and where the money is."""
    return render(request, "wallet/order.html", {"page": order_page(actor_of(request), order_id)})
