"""Paying: choose a service, agree to it once, pay there, come back. One address shows the step that is due."""

from io import BytesIO
from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yinuo.consultations import api as consultations
from yinuo.consultations.api import actor_of
from yinuo.wallet.actions.asking_services import look_at_order
from yinuo.wallet.actions.paying import CHANNEL_OF, Choice, begin_payment
from yinuo.wallet.channels import ChannelUnavailable
from yinuo.wallet.pages.paying import agree_page, code_of, pay_page
from yinuo.wallet.problems import UnableToPay
from yinuo.wallet.views.answers import missing_is_404

WORDS = {"yes": True, "no": False}


@require_safe
@missing_is_404
def pay(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """``?choose`` shows the ways again, ``?way=`` one of several that are open; the fragment follows the state."""
    due = consultations.due(actor_of(request), consultation_id)
    fragment = "HX-Request" in request.headers
    if not due.unpaid and not fragment:
        return redirect("patients:consultation", consultation_id)
    page = pay_page(due, choose="choose" in request.GET, way=request.GET.get("way", ""))
    name = "wallet/pay_state.html" if fragment else "wallet/pay.html"
    return render(request, name, {"page": page, "paid": not due.unpaid})


@require_POST
@missing_is_404
def begin(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    due = consultations.due(actor, consultation_id)
    way = request.POST.get("way", "")
    agreed = WORDS.get(request.POST.get("agreed", ""))
    choice = Choice(way, agreed, request.POST.get("notice", "")[:80], request.META.get("REMOTE_ADDR", ""))
    try:
        begin_payment(actor, due, choice)
    except UnableToPay as no:
        if no.code == "not_agreed" and agreed is None and way in CHANNEL_OF:
            return render(request, "wallet/agree.html", {"page": agree_page(actor, due, way)})
        if no.code == "over":
            return consultations.unable(
                request, no.sentence, back=reverse("patients:consultation", args=[consultation_id])
            )
        page = pay_page(due, problem=no.sentence, choose=True)
        return render(request, "wallet/pay.html", {"page": page}, status=503 if no.code == "unreachable" else 422)
    return redirect(f"{reverse('wallet:pay', args=[consultation_id])}?way={way}")


@require_POST
@missing_is_404
def look_now(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """The person says that it is paid: ask the services at once instead of waiting for their call."""
    actor = actor_of(request)
    due = consultations.due(actor, consultation_id)
    problem = _("还没有收到付款。付过的，通常几秒到账，请稍等；没付的，可以继续付。")
    try:
        look_at_order(actor, due.consultation)
    except ChannelUnavailable:
        problem = _("暂时联系不上支付服务商。付过的会自动到账，请稍等片刻再看。")
    due = consultations.due(actor, consultation_id)
    if not due.unpaid:
        return redirect("patients:consultation", consultation_id)
    return render(request, "wallet/pay.html", {"page": pay_page(due, problem=problem)})


@require_safe
@missing_is_404
def code_picture(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """The code that another phone scans."""
    due = consultations.due(actor_of(request), consultation_id)
    said = code_of(due.consultation)
    if not said:
        return HttpResponse(
            _("付款码已经失效。请回到付款页重新打开。"), status=410, content_type="text/plain; charset=utf-8"
        )
    picture, made = BytesIO(), segno.make(said, error="m")
    made.save(picture, kind="svg", scale=5, border=3, dark="#000", light="#fff", xmldecl=False)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")
