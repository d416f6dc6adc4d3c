"""The gateway's connections to PostgreSQL: one that writes, one that listens, a few that read; each comes back."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import asyncpg

logger = logging.getLogger(__name__)

T = TypeVar("T")
# A server that dies in the middle of an answer shows as any of these.
TROUBLE = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 1.0
# Plans of the append function are kept for long: never let one that was made for an empty table read a full one, be
# it by a scan or for a hash or merge join. A batch is looked up row by row.
# What is acknowledged is on disk, whatever the server's default is.
_STEADY = {
    "jit": "off",
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "plan_cache_mode": "force_generic_plan",
    "synchronous_commit": "on",
}


def is_gone(error: BaseException, connection: Any = None) -> bool:
    """Whether the server (and not the statement) is the trouble, so that the same thing is worth saying again."""
    if isinstance(error, OSError | asyncpg.PostgresConnectionError | asyncpg.InternalClientError):
        return True
    if isinstance(error, asyncpg.PostgresError):
        return str(error.sqlstate or "")[:2] in {"08", "57", "53"}
    closed = connection is not None and connection.is_closed()
    return isinstance(error, asyncpg.InterfaceError) and (connection is None or closed)


class Database:
    """``parameters`` are asyncpg's: host, port, user, password, database."""

    def __init__(self, parameters: dict[str, Any], readers: int = 3) -> None:
        self._parameters = parameters
        self._readers = asyncio.Semaphore(readers)
        self._idle: list[Any] = []
        self.gone = False

    async def connect(self, name: str, settings: dict[str, str] | None = None) -> Any:
        """A connection, however long it takes until there is a server."""
        pause = _FIRST_PAUSE
        while True:
            try:
                made = await asyncpg.connect(
                    **self._parameters,
                    timeout=10,
                    server_settings={"application_name": f"yinuo gateway {name}", **(settings or {})},
                )
            except (*TROUBLE, TimeoutError) as error:
                if not self.gone:
                    logger.warning("PostgreSQL does not answer: %s", type(error).__name__)
                self.gone = True
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
            else:
                if self.gone:
                    logger.info("PostgreSQL answers again")
                self.gone = False
                return made

    async def writer(self) -> Any:
        return await self.connect("writer", _STEADY)

    async def read(self, work: Callable[[Any], Awaitable[T]]) -> T:
        """Do some reading; when the server goes away meanwhile, do it again from the start when it is back."""
        async with self._readers:
            while True:
                connection = self._idle.pop() if self._idle else await self.connect("reader")
                try:
                    done = await work(connection)
                except BaseException as error:
                    gone = is_gone(error, connection)
                    if gone:
                        self.gone = True
                    connection.terminate()
                    if not gone:
                        raise
                    self._idle.clear()
                else:
                    self._idle.append(connection)
                    return done

    async def close(self) -> None:
        for connection in self._idle:
            await connection.close(timeout=2)
        self._idle.clear()


class Listener:
    """Hears the announcements of pages, and says when some may have been missed."""

    def __init__(
        self, database: Database, channel: str, heard: Callable[[str], None], missed: Callable[[], None]
    ) -> None:
        self._database, self._channel, self._heard, self._missed = database, channel, heard, missed
        self.listening = asyncio.Event()

    async def run(self) -> None:
        """Listen for ever; after a lost connection whoever hangs on announcements must look for itself."""
        while True:
            connection = await self._database.connect("listener")
            lost = asyncio.Event()
            connection.add_termination_listener(lambda _, lost=lost: lost.set())
            try:
                await connection.add_listener(self._channel, lambda *said: self._heard(said[3]))
                self.listening.set()
                self._missed()
                await lost.wait()
            except TROUBLE:
                logger.warning("the listening connection was lost")
            finally:
                self.listening.clear()
                connection.terminate()
