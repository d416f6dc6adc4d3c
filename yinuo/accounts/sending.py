"""Sending a log-in code after the answer, so that no clock tells whether a number is held.

SECURITY: only a held number meets the gateway, and a gateway may be slow for minutes. So the answer does not wait for
it: the code goes out from a thread of this process, with number and code in its memory and nowhere else. What is lost
with the process was no promise: the page says to ask again when nothing comes.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import BoundedSemaphore
from uuid import UUID

from django.db import connection

from yinuo.accounts.sms import SmsUnavailable, send_code
from yinuo.promise.gate import Actor, Refused, open_purpose

logger = logging.getLogger(__name__)
RIGHTS = "rights"
AT_ONCE, WAITING = 8, 256
_room = BoundedSemaphore(WAITING)


def send_after(number: str, code: str, *, about: UUID) -> None:
    """Send soon; returns at once, whatever becomes of it. Of what fails the log says the kind, never whose it was."""
    if not _room.acquire(blocking=False):
        logger.warning("too many log-in codes wait for the SMS gateway; one was not sent")
        return
    _senders().submit(_send, number, code, about)


def send_now(number: str, code: str, *, about: UUID) -> None:
    """Within the open purpose. SECURITY: a gateway that fails changes no answer, since only a held number meets it."""
    try:
        send_code(number, code, purpose=RIGHTS, about=about)
    except SmsUnavailable as problem:
        logger.warning("the SMS gateway did not take a login code: %s", problem)


@cache
def _senders() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="log-in codes")


def _send(number: str, code: str, about: UUID) -> None:
    try:
        with open_purpose(RIGHTS, actor=Actor(None, "visitor"), door="thread accounts.login_code"):
            send_now(number, code, about=about)
    except (Exception, Refused) as problem:
        logger.error("a login code could not be sent: %s", type(problem).__name__)
    finally:
        _room.release()
        connection.close()
