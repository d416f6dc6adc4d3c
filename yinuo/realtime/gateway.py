"""`python -m yinuo.realtime.gateway`: the only asynchronous process.

It listens on the loopback interface, at ``YINUO_GATEWAY_PORT``; the one port in front of it passes ``/socket`` on.
"""

import asyncio
import gc
import logging
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

import django
import uvloop

if TYPE_CHECKING:
    from yinuo.realtime.server import Gateway

logger = logging.getLogger("yinuo.realtime.gateway")
HOST = "127.0.0.1"
# The page where a consent can be given again; a test compares it with the pages' own.
ALLOW_URL = "/me/settings/account/privacy/"


def database_parameters() -> dict[str, Any]:
    """Where Django's pages keep their data, in asyncpg's words."""
    from django.db import connections

    entry = connections["default"].settings_dict
    named = {
        "host": entry["HOST"] or None,
        "port": int(entry["PORT"]) if entry["PORT"] else None,
        "user": entry["USER"] or None,
        "password": entry["PASSWORD"] or None,
        "database": entry["NAME"],
    }
    return {name: value for name, value in named.items() if value is not None}


def assembled() -> "Gateway":
    """A gateway with what the rooms registered; Django must have been set up."""
    from django.conf import settings
    from django.utils.module_loading import autodiscover_modules

    from yinuo.realtime.database import Database
    from yinuo.realtime.limits import Limits
    from yinuo.realtime.registry import registered_log
    from yinuo.realtime.server import Gateway

    autodiscover_modules("commands")
    return Gateway(
        Database(database_parameters()),
        registered_log(),
        hosts=tuple(settings.ALLOWED_HOSTS),
        limits=Limits.read(os.environ),
        allow_url=ALLOW_URL,
    )


async def serve(gateway: "Gateway", port: int) -> None:
    """Until SIGTERM or SIGINT; then what waits is committed first."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    bound = await gateway.start(HOST, port)
    logger.info("the gateway listens on %s:%d", HOST, bound)
    await stopped.wait()
    await gateway.stop()


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yinuo.runtime.django_settings")
    django.setup()
    from django.conf import settings

    from yinuo.promise.outbound import hold
    from yinuo.realtime.limits import WrongLimit

    hold()

    async def run() -> None:
        await serve(assembled(), settings.YINUO.gateway_port)

    # What is loaded by now stays until the end: the collector need not look at it again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)
    try:
        uvloop.run(run())
    except WrongLimit as problem:
        logger.error("%s", problem)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
