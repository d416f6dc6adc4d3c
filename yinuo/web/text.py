"""The size of letters, kept in the declared cookie ``yinuo_text``."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from yinuo.promise.bindings import client_storage

COOKIE = "yinuo_text"
SIZES = ("large", "largest")
YEAR = 365 * 24 * 3600

client_storage("cookie", COOKIE, "web")


def chosen(request: HttpRequest) -> str:
    """``large``, ``largest``, or nothing for the ordinary size and for what nobody could have chosen."""
    size = str(getattr(request, "COOKIES", {}).get(COOKIE, ""))
    return size if size in SIZES else ""


def choose(answer: HttpResponse, size: str) -> None:
    """Keep the choice for a year; the ordinary size takes the cookie away."""
    if size in SIZES:
        answer.set_cookie(
            COOKIE, size, max_age=YEAR, samesite="Lax", httponly=True, secure=bool(settings.SESSION_COOKIE_SECURE)
        )
    else:
        answer.delete_cookie(COOKIE, samesite="Lax")
