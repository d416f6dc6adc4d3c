"""Anchors: a signed root over the chain heads that moved, every few seconds, copied outside the database.

An anchor names only the heads that moved since the anchor before it, and that anchor's hash: none can be taken out
of the row of them. Whoever changes, reorders or cuts what an anchor names needs the signing key too.
"""

import fcntl
import hashlib
import json
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event, Lock, Thread
from typing import IO

from django.conf import settings
from django.db import close_old_connections, connection, transaction

from yinuo.promise.models import Anchor
from yinuo.promise.sealing.ring import ring

logger = logging.getLogger(__name__)
EVERY = 5.0  # seconds
Head = tuple[str, str, int, str]  # day, chain, number and hash of the chain's last record

# The chains of a day are found by jumping from one to the next in the primary key, whatever the number of records.
_HEADS = """
with recursive chains as (
    (select chain from promise_journal where day = %(day)s order by chain limit 1)
    union all
    select n.chain from chains c cross join lateral (
        select j.chain from promise_journal j where j.day = %(day)s and j.chain > c.chain order by j.chain limit 1) n
)
select c.chain, h.seq, encode(h.hash, 'hex') from chains c cross join lateral (
    select j.seq, j.hash from promise_journal j where j.day = %(day)s and j.chain = c.chain
    order by j.seq desc limit 1) h
"""
_ANCHOR_KEY = 0x414E4348
_memory: dict[str, tuple[bytes, dict[tuple[str, str], Head]]] = {}
_memory_lock = Lock()


def anchor_file() -> Path:
    return Path(settings.YINUO_HOME) / "anchors" / "anchors.jsonl"


def heads_of(day: date) -> list[Head]:
    """The last record of every chain of a day."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, {"day": day})
        return [(str(day), str(chain), seq, digest) for chain, seq, digest in cursor.fetchall()]


def anchor() -> Anchor | None:
    """Sign the heads that moved since the last anchor, and copy the anchor outside; None when nothing moved."""
    made = make_anchor()
    if made is not None:
        copy_outside()
    return made


def make_anchor(closed: Sequence[tuple[str, str]] = ()) -> Anchor | None:
    """Only make it: who calls inside a transaction copies after the commit. One anchorer at a time.

    ``closed`` names days that are being dropped, each with the hash of its closing heads: the signature covers them.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_ANCHOR_KEY])
        last = Anchor.objects.order_by("-id").first()
        known = _known(last)
        days = _days(last)
        moved = [head for day in days for head in heads_of(day) if known.get(head[:2]) != head]
        if not moved and not closed:
            return None
        made = _sign(last, sorted(moved), closed)
        _remember(bytes(made.signature), {**known, **{head[:2]: head for head in moved}}, days[-1])
    return made


def _sign(last: Anchor | None, heads: Sequence[Head], closed: Sequence[tuple[str, str]]) -> Anchor:
    content: dict[str, object] = {
        "at": datetime.now(UTC).isoformat(),
        "previous": hashlib.sha256(last.body.encode()).hexdigest() if last else "",
        "heads": heads,
    }
    if closed:
        content["closed"] = closed
    body = json.dumps(content, separators=(",", ":"))
    return Anchor.objects.create(body=body, signature=ring().anchor_key().sign(body.encode()))


def _days(last: Anchor | None) -> list[date]:
    """The days that may have moved: from the day before the last anchor's on, the worker may have stood still."""
    today = datetime.now(UTC).date()
    if last is not None:
        first = date.fromisoformat(json.loads(last.body)["at"][:10]) - timedelta(days=1)
    else:
        with connection.cursor() as cursor:
            cursor.execute("select min(day) from promise_journal")
            first = cursor.fetchone()[0] or today
    return [first + timedelta(days=n) for n in range((max(today, first) - first).days + 1)]


def _known(last: Anchor | None) -> dict[tuple[str, str], Head]:
    """The heads that anchors name, of the days that may still move; kept in memory while nobody else anchors."""
    if last is None:
        return {}
    with _memory_lock:
        signature, known = _memory.get(_place(), (b"", {}))
    if signature == bytes(last.signature):
        return known
    since = date.fromisoformat(json.loads(last.body)["at"][:10]) - timedelta(days=2)
    return {head[:2]: head for made in anchors_from(since) for head in heads_in(made.body)}


def _remember(signature: bytes, known: dict[tuple[str, str], Head], today: date) -> None:
    oldest = str(today - timedelta(days=2))
    with _memory_lock:
        _memory[_place()] = signature, {key: head for key, head in known.items() if key[0] >= oldest}


def _place() -> str:
    return str(connection.settings_dict["NAME"])


def anchors_from(day: date) -> Iterator[Anchor]:
    """The anchors made on that day (UTC) and later, oldest first."""
    return Anchor.objects.extra(where=["substr(body, 8, 10) >= %s"], params=[str(day)]).order_by("id").iterator()


def heads_in(body: str) -> list[Head]:
    return [(day, chain, seq, digest) for day, chain, seq, digest in json.loads(body)["heads"]]


def closed_in(body: str) -> dict[str, str]:
    """The days that the anchor names as closed, with the hash of their closing heads."""
    return dict(json.loads(body).get("closed", ()))


def copy_outside() -> None:
    """Append to this machine's file the anchors that it lacks: those just made, made by another machine's worker, or
    made just before a crash."""
    path = anchor_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        for made in Anchor.objects.filter(id__gt=_last_copied(file)).order_by("id").iterator():
            line = json.dumps({"id": made.pk, "body": made.body, "signature": bytes(made.signature).hex()})
            file.write(line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _last_copied(file: IO[bytes]) -> int:
    """The id in the file's last whole line; a line torn by a crash is cut off, to be written again."""
    size, step = file.seek(0, os.SEEK_END), 1 << 16
    while True:
        start = max(size - step, 0)
        file.seek(start)
        tail = file.read()
        whole = tail.rfind(b"\n") + 1
        before = tail.rfind(b"\n", 0, max(whole - 1, 0)) + 1
        if start == 0 or before:
            file.truncate(start + whole)
            return int(json.loads(tail[before:whole])["id"]) if whole else 0
        step *= 4


@contextmanager
def anchoring(every: float = EVERY) -> Iterator[Thread]:
    """Anchor in a thread of this process, until the block ends. Several machines may: one anchors at a time."""
    stop = Event()
    thread = Thread(target=_keep_anchoring, args=(stop, every), name="anchors", daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(5)


def _keep_anchoring(stop: Event, every: float) -> None:
    while not stop.wait(every):
        try:
            close_old_connections()
            anchor()
        except Exception:  # a database or a disk that is away for a while is waited for, whatever it says
            logger.exception("journal: an anchor could not be made")
    connection.close()
