"""我的→通知, and 我的→设置→账户信息→电子邮箱 (clause 7)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinuo.notices import actions
from yinuo.notices.pages import mail_page, notices_page
from yinuo.notices.problems import UnableToKeepAddress
from yinuo.promise.gate import Actor


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Every version that was announced since the person came."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return render(request, "notices/list.html", {"page": notices_page(actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def email(request: HttpRequest) -> HttpResponse:
    """What it is for, give one, change it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method != "POST":
        return render(request, "notices/email.html", {"page": mail_page(actor)})
    typed = request.POST.get("email", "")
    try:
        actions.keep_address(actor=actor, typed=typed, notice=request.POST.get("notice", "")[:80])
    except UnableToKeepAddress as problem:
        page = mail_page(actor, typed=typed[:300], problem=problem.sentence)
        return render(request, "notices/email.html", {"page": page}, status=400)
    return HttpResponseRedirect(f"{reverse('notices:email')}?kept")


@require_POST
def forget_email(request: HttpRequest) -> HttpResponse:
    """Take it back: as many taps as giving it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actions.forget_address(actor=actor)
    return HttpResponseRedirect(f"{reverse('notices:email')}?forgotten")
