"""The promise board, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yinuo.rights.pages.board import board as board_page


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Each clause of the doctors' policy and whether it is kept; nothing personal stands behind this door."""
    return render(request, "rights/board.html", {"page": board_page()})
