"""One JSON line an event, without personal values.

SECURITY: no request body, no query string, no message of an exception (a database error quotes the row), no
local variables: an exception is its type and the lines it passed.
"""

import json
import logging
import logging.config
import traceback
from datetime import UTC, datetime
from typing import Any


class Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": record.getMessage().split("?", 1)[0],
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            line["passed"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line, ensure_ascii=False)


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
    logging.config.dictConfig(entries)
