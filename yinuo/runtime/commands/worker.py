"""``yinuo worker``: the jobs and periodic tasks of the rooms (their ``tasks.py``), and the journal's anchors."""

import argparse
import asyncio
from typing import cast

from yinuo.runtime.engine import begin


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    worker = subparsers.add_parser("worker", help="do the rooms' jobs and periodic tasks")
    worker.add_argument("--concurrency", type=int, default=4, help="jobs at a time (4)")
    worker.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    begin()
    from yinuo.notices.push.sending import pushing
    from yinuo.promise.journal.anchors import anchoring

    with anchoring(), pushing():
        asyncio.run(_work(arguments.concurrency))
    return 0


async def _work(concurrency: int) -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    with app.replace_connector(cast(DjangoConnector, app.connector).get_worker_connector()):
        async with app.open_async():
            for job in await app.job_manager.get_stalled_jobs():
                await app.job_manager.retry_job(job)
            await app.run_worker_async(name="yinuo", concurrency=concurrency)
