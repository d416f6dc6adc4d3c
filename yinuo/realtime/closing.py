"""How long after a withdrawal's commit this gateway let nothing more of the person through: for the promise board.

A duration goes into the database and nothing else, neither whose nor when; the newest thousand stay. Both instants are
the database's, so that the clocks of several machines play no part.
"""

from datetime import datetime
from typing import Any

KEPT = 1000
_NOTE = """
insert into promise_closed_sockets (milliseconds)
values (greatest(0, 1000 * (extract(epoch from clock_timestamp() - $1::timestamptz) - $2::float8)))
"""
_PRUNE = """
delete from promise_closed_sockets where id <= (select max(id) from promise_closed_sockets) - $1::bigint
"""


async def note_closing(connection: Any, withdrawn_at: datetime, since_then: float) -> None:
    """``since_then``: seconds that have passed here since the sockets were closed to the person."""
    await connection.execute(_NOTE, withdrawn_at, since_then)
    await connection.execute(_PRUNE, KEPT)
