"""What a page answers when the house itself fails: a sentence, and whether trying again will help."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views import defaults

RETRY_SECONDS = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """500; but 503 with a time to try again while the database can't be reached."""
    answer = defaults.server_error(request)
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        answer.status_code = 503
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer
