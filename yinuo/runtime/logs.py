"""One JSON line an event, without personal values.

SECURITY: no request body, no address as it was typed, no query string, no message of an exception (a database error
quotes the row), no local variables: an exception is its type and the lines it passed.
"""

import json
import logging
import logging.config
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

_OURS = str(Path(__file__).resolve().parents[1]) + "/"


class Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": _event(record).split("?", 1)[0],
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            line["passed"] = _passed(traceback.extract_tb(record.exc_info[2]))
        return json.dumps(line, ensure_ascii=False)


def _event(record: logging.LogRecord) -> str:
    """The message; of a request the door's pattern in place of its address, which may carry a pass."""
    request = getattr(record, "request", None)
    if getattr(request, "path", None) is None or not isinstance(record.args, tuple) or not record.args:
        return record.getMessage()
    match = getattr(request, "resolver_match", None)
    place = f"/{match.route}" if match is not None else "a page that is not there"
    return str(record.msg) % (*record.args[:-1], place)


def _passed(frames: traceback.StackSummary) -> list[str]:
    """Our own lines, and the last one whoever's it is."""
    kept = [frame for number, frame in enumerate(frames) if _OURS in frame.filename or number == len(frames) - 1]
    return [f"{frame.filename.rpartition(_OURS)[2]}:{frame.lineno} {frame.name}" for frame in kept]


def config(level: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "yinuo.runtime.logs.Lines"}},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["out"], "level": "WARNING"},
        "loggers": {
            "yinuo": {"level": level},
            "django": {"level": "WARNING"},
            "django.db.backends": {"level": "WARNING"},
            "procrastinate": {"level": "WARNING"},
        },
    }


def configure(entries: dict[str, Any]) -> None:
    """Django's ``LOGGING_CONFIG``. What nobody caught is a line too: Python's own report would quote its message."""
    logging.config.dictConfig(entries)
    if entries["loggers"]["yinuo"]["level"] != "DEBUG":
        sys.excepthook = _uncaught
        threading.excepthook = _uncaught_in_thread


def _uncaught(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("yinuo").error("ended by an exception", exc_info=(kind, problem, trace))


def _uncaught_in_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None and not issubclass(told.exc_type, SystemExit):
        _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
