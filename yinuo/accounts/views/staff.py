"""The invited come in by their link."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yinuo.accounts import actions
from yinuo.accounts.problems import InvitationOver


@require_safe
def join(request: HttpRequest, token: str) -> HttpResponse:
    """A good link leads to the policy of the hospital's staff; nothing is taken down on the way."""
    try:
        actions.accept_invitation(token=token)
    except InvitationOver as problem:
        return render(request, "accounts/uninvited.html", {"problem": problem.sentence}, status=403)
    return HttpResponseRedirect(f"{reverse('accounts:register', args=['staff'])}?{urlencode({'invitation': token})}")
