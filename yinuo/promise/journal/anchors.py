"""Anchors: a signed root over all chain heads that moved, every few seconds, copied outside the database."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from yinuo.promise.models import Anchor
from yinuo.promise.sealing.ring import ring

_HEADS = """
select j.day, j.chain, j.seq, encode(j.hash, 'hex') from promise_journal j
join (select day, chain, max(seq) as seq from promise_journal where day >= current_date - 1 group by day, chain) h
  using (day, chain, seq)
order by 1, 2
"""
_ANCHOR_KEY = 0x414E4348


def anchor_file() -> Path:
    return Path(settings.YINUO_HOME) / "anchors" / "anchors.jsonl"


def anchor() -> Anchor | None:
    """Sign the heads that moved since the last anchor; None when nothing moved. One anchorer at a time."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_ANCHOR_KEY])
        cursor.execute(_HEADS)
        heads = [[str(day), str(chain), seq, digest] for day, chain, seq, digest in cursor.fetchall()]
        last = Anchor.objects.order_by("-id").first()
        known = {tuple(head) for head in json.loads(last.body)["heads"]} if last else set()
        if not heads or known.issuperset(tuple(head) for head in heads):
            return None
        previous = hashlib.sha256(last.body.encode()).hexdigest() if last else ""
        body = json.dumps(
            {"at": datetime.now(UTC).isoformat(), "previous": previous, "heads": heads}, separators=(",", ":")
        )
        made = Anchor.objects.create(body=body, signature=ring().anchor_key().sign(body.encode()))
    _copy_outside(made)
    return made


def _copy_outside(made: Anchor) -> None:
    path = anchor_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = json.dumps({"id": made.pk, "body": made.body, "signature": bytes(made.signature).hex()})
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
