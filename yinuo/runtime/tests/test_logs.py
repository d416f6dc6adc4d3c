"""A line of the log says what happened and where, and nothing of anybody."""

import io
import json
import logging
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from yinuo.runtime.logs import Lines


def written(work: Any) -> dict[str, Any]:
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(Lines())
    logger = logging.Logger("yinuo.test")
    logger.addHandler(handler)
    work(logger)
    return json.loads(said.getvalue())  # type: ignore[no-any-return]


def test_an_exception_is_its_type_and_our_lines_without_its_message() -> None:
    def work(logger: logging.Logger) -> None:
        number = "19900000001"
        try:
            raise ValueError(f"Key (phone)=({number}) already exists")
        except ValueError:
            logger.exception("a page failed")

    line = written(work)
    assert line["exception"] == "ValueError"
    assert "19900000001" not in json.dumps(line)
    assert "test_logs.py" in line["passed"][-1]


def test_a_query_string_is_cut_off() -> None:
    line = written(lambda logger: logger.warning("Not Found: %s", "/search/?name=somebody"))
    assert line["event"] == "Not Found: /search/"


@pytest.mark.django_db
@pytest.mark.clause("1.1a")
@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/accounts/number/a-pass-of-somebody/", "/accounts/number/<str:token>/"),
        ("/accounts/staff/join/a-pass-of-somebody/", "/accounts/staff/join/<str:token>/"),
        ("/a-pass-of-somebody/林若溪", "a page that is not there"),
    ],
)
def test_a_refused_request_is_named_by_its_door_and_never_by_what_its_address_carries(
    client: Client, caplog: pytest.LogCaptureFixture, address: str, place: str
) -> None:
    assert client.get(address).status_code in (403, 404)
    lines = [json.loads(Lines().format(record)) for record in caplog.records if record.name == "django.request"]
    assert lines and all(line["event"].endswith(f": {place}") for line in lines), lines
    assert "somebody" not in json.dumps(lines)


def test_what_nobody_caught_does_not_print_its_message() -> None:
    code = "import django; django.setup(); raise ValueError('19900000001')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert json.loads(done.stderr)["exception"] == "ValueError"
    assert "19900000001" not in done.stderr
