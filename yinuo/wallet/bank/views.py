"""我的→我的银行卡: the card, withdrawals, statements; and the door at which the payout service calls."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinuo.accounts.api import UnableToContinue, address_of, prove_fresh, send_fresh_code
from yinuo.promise.gate import Actor
from yinuo.promise.vault import uuid7
from yinuo.wallet.bank import cards, pages, withdrawals
from yinuo.wallet.bank.access import PURPOSE, NotHere, own_withdrawal
from yinuo.wallet.bank.calls import listen
from yinuo.wallet.bank.numbers import spaced, yuan
from yinuo.wallet.bank.problems import AskedAnew, BindingOver, LookedTooLate, UnableToPayOut
from yinuo.wallet.bank.statements import as_csv, as_pdf, read_month, statement

# SECURITY: a code that was asked for one thing is worth nothing for another: what it is for stands under the signature.
SALT = "wallet.bank"
GOOD_FOR = 600
FIELDS = ("number", "id_number", "bank_phone")
DONE = {
    "bound": gettext_lazy("银行卡已添加。为防冒用，24 小时后可以提现。"),
    "removed": gettext_lazy("银行卡已移除，卡号和身份证号码已删除。"),
    "asked": gettext_lazy("提现已提交。"),
}


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _signed(what: dict[str, Any]) -> str:
    return signing.dumps(what, salt=SALT)


def _said(request: HttpRequest, what: str) -> dict[str, Any]:
    try:
        said: dict[str, Any] = signing.loads(request.POST.get("said", ""), salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        raise AskedAnew from None
    if said.get("what") != what or said.get("person") != str(_actor(request).who):
        raise AskedAnew
    return said


def _begun(request: HttpRequest, what: str, challenge: UUID, **more: Any) -> str:
    return _signed({"what": what, "person": str(_actor(request).who), "challenge": str(challenge), **more})


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """我的→我的银行卡"""
    said = str(DONE.get(request.GET.get("done", ""), ""))
    return render(request, "wallet/bank/home.html", {"page": pages.home(_actor(request), said)})


@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The part that follows the bank."""
    return render(request, "wallet/bank/rows.html", {"page": pages.home(_actor(request))})


@require_http_methods(["GET", "HEAD", "POST"])
def bind(request: HttpRequest) -> HttpResponse:
    """The consents one by one, then the numbers; posting them sends a code to the doctor."""
    actor = _actor(request)
    if request.method != "POST":
        return _bind(request)
    typed = {name: request.POST.get(name, "")[:60] for name in FIELDS}
    try:
        challenge = cards.begin_binding(actor=actor, address=address_of(request), **typed)
    except UnableToPayOut as problem:
        return _bind(request, typed, problem.sentence, problem.field)
    except UnableToContinue as problem:
        return _bind(request, typed, problem.sentence)
    return render(
        request, "wallet/bank/code.html", {"page": pages.CodePage("bind", _begun(request, "bind", challenge))}
    )


def _bind(
    request: HttpRequest, typed: dict[str, str] | None = None, problem: str = "", field: str = ""
) -> HttpResponse:
    stand_in = "card_verifier" in settings.YINUO_STAND_INS
    page = pages.bind_page(_actor(request), stand_in=stand_in, typed=typed, problem=problem, field=field)
    return render(request, "wallet/bank/bind.html", {"page": page}, status=400 if problem else 200)


@require_POST
def bound(request: HttpRequest) -> HttpResponse:
    """The code; then the verifier's word."""
    try:
        said = _said(request, "bind")
        challenge = UUID(said["challenge"])
        cards.finish_binding(actor=_actor(request), challenge=challenge, typed=request.POST.get("code", ""))
    except UnableToContinue as problem:
        return _code(request, "bind", problem.sentence)
    except (AskedAnew, BindingOver):
        return _bind(request, problem=BindingOver().sentence)
    except UnableToPayOut as problem:
        return _bind(request, problem=problem.sentence, field=problem.field)
    return _to("bound")


def _code(request: HttpRequest, what: str, problem: str, **more: str) -> HttpResponse:
    page = pages.CodePage(what, request.POST.get("said", "")[:2000], problem=problem, **more)
    return render(request, "wallet/bank/code.html", {"page": page}, status=400)


def _to(done: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('bank:home')}?done={done}")


@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest) -> HttpResponse:
    """The card, masked. Posting sends a code, with which the whole number is shown once."""
    actor = _actor(request)
    view = pages.card_view(actor)
    if view is None:
        return HttpResponseRedirect(reverse("bank:home"))
    if request.method != "POST":
        return _card(request)
    try:
        challenge = send_fresh_code(actor=actor, purpose=PURPOSE, address=address_of(request))
    except UnableToContinue as problem:
        return _card(request, problem.sentence)
    page = pages.CodePage("show", _begun(request, "show", challenge), to=view.to)
    return render(request, "wallet/bank/code.html", {"page": page})


def _card(request: HttpRequest, problem: str = "", *, status: int = 400) -> HttpResponse:
    """The masked card with what went wrong; where there is no card any more, 我的银行卡 says so."""
    view = pages.card_view(_actor(request))
    if view is None:
        return HttpResponseRedirect(reverse("bank:home"))
    page = {"card": view, "problem": problem}
    return render(request, "wallet/bank/card.html", page, status=status if problem else 200)


@require_POST
def show(request: HttpRequest) -> HttpResponse:
    try:
        said = _said(request, "show")
        number = cards.number_of(
            actor=_actor(request), challenge=UUID(said["challenge"]), typed=request.POST.get("code", "")
        )
    except UnableToContinue as problem:
        return _code(request, "show", problem.sentence)
    except AskedAnew:
        return _card(request, LookedTooLate().sentence, status=409)
    except UnableToPayOut as problem:
        return _card(request, problem.sentence, status=409)
    page = pages.CodePage("show", "", number=spaced(number))
    return render(request, "wallet/bank/code.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest) -> HttpResponse:
    """What removing means, then the act."""
    if request.method != "POST":
        return render(request, "wallet/bank/remove.html", {"card": pages.card_view(_actor(request))})
    cards.remove_card(actor=_actor(request))
    return _to("removed")


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """The amount; posting it sends a code that is good for this amount to this card alone."""
    actor = _actor(request)
    if request.method != "POST":
        return render(request, "wallet/bank/withdraw.html", {"page": pages.withdraw_page(actor)})
    typed = request.POST.get("amount", "")[:20]
    try:
        wish = withdrawals.wish(actor=actor, typed=typed)
        challenge = send_fresh_code(actor=actor, purpose=PURPOSE, address=address_of(request))
    except (UnableToPayOut, UnableToContinue) as problem:
        page = pages.withdraw_page(actor, typed=typed, problem=problem.sentence)
        return render(request, "wallet/bank/withdraw.html", {"page": page}, status=400)
    said = _begun(request, "withdraw", challenge, id=str(uuid7()), fen=wish.fen, card=str(wish.card), to=wish.to)
    return render(
        request, "wallet/bank/code.html", {"page": pages.CodePage("withdraw", said, amount=yuan(wish.fen), to=wish.to)}
    )


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """The code; then the money is set aside. The same page sent twice is one withdrawal."""
    actor = _actor(request)
    try:
        said = _said(request, "withdraw")
        made = UUID(said["id"])
        if not withdrawals.is_known(actor=actor, withdrawal=made):
            prove_fresh(actor=actor, challenge=UUID(said["challenge"]), typed=request.POST.get("code", ""))
            withdrawals.withdraw(actor=actor, withdrawal=made, fen=int(said["fen"]), card=UUID(said["card"]))
    except UnableToContinue as problem:
        if withdrawals.is_known(actor=actor, withdrawal=made):  # the other of two taps was quicker
            return HttpResponseRedirect(reverse("bank:withdrawal", args=[made]))
        return _code(request, "withdraw", problem.sentence, amount=yuan(int(said["fen"])), to=str(said["to"]))
    except UnableToPayOut as problem:
        page = pages.withdraw_page(actor, problem=problem.sentence)
        return render(request, "wallet/bank/withdraw.html", {"page": page}, status=409)
    return HttpResponseRedirect(reverse("bank:withdrawal", args=[made]))


@require_safe
def withdrawal(request: HttpRequest, withdrawal: UUID) -> HttpResponse:
    try:
        page = pages.withdrawal_page(own_withdrawal(_actor(request), withdrawal))
    except NotHere:
        raise Http404 from None
    template = "wallet/bank/progress.html" if "HX-Request" in request.headers else "wallet/bank/withdrawal.html"
    return render(request, template, {"page": page})


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """A month's statement; ``as`` is csv or pdf for a file."""
    actor = _actor(request)
    shown = statement(actor, read_month(request.GET.get("month", "")))
    kind = request.GET.get("as", "")
    if kind == "csv":
        return _file(as_csv(shown), "text/csv; charset=utf-8", f"{_('对账单')}-{shown.month}.csv")
    if kind == "pdf":
        made = as_pdf(actor, shown, settings.YINUO_OPERATOR.name)
        return _file(made, "application/pdf", f"{_('对账单')}-{shown.month}.pdf")
    return render(request, "wallet/bank/statement.html", {"page": shown})


def _file(made: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type=kind)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


@csrf_exempt
@require_POST
def called(request: HttpRequest) -> HttpResponse:
    """The payout service's call. SECURITY: it is believed for its signature alone; whatever does not fit is refused in
    one word, and nothing has moved."""
    if listen({str(name): str(value) for name, value in request.POST.items()}):
        return HttpResponse("success", content_type="text/plain")
    return HttpResponse("fail", status=403, content_type="text/plain")
