"""The least that a durable relay can do: a ceiling for the gateway, not a peer of it.

`python -m benchmarks.chat.floors websockets|picows PORT DSN`. A client connects to ``/u/<number>`` and sends
``<number of the other>|<body>``; the other is shown ``<body>`` after it is on disk. ``websockets`` commits each
message by itself; ``picows`` commits whatever has gathered meanwhile, in one statement. No login, no right to check,
no sealing, no numbering, no journal, no acknowledgement.
"""

import asyncio
import sys
from typing import Any

import asyncpg
import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server
from websockets.asyncio.server import ServerConnection, serve

TABLE = """
create table if not exists floor_message (
    id bigint generated always as identity primary key,
    sender int not null, receiver int not null, body text not null, at timestamptz not null default now())
"""
INDEX = "create index if not exists floor_message_of on floor_message (receiver, id)"
ONE = "insert into floor_message (sender, receiver, body) values ($1, $2, $3)"
MANY = "insert into floor_message (sender, receiver, body) select * from unnest($1::int[], $2::int[], $3::text[])"
MOST = 500


async def pool(dsn: str) -> Any:
    made = await asyncpg.create_pool(dsn, min_size=10, max_size=10)
    await made.execute(TABLE)
    await made.execute(INDEX)
    return made


async def commit_each(port: int, dsn: str) -> None:
    database = await pool(dsn)
    present: dict[int, ServerConnection] = {}

    async def attend(socket: ServerConnection) -> None:
        assert socket.request is not None
        me = int(socket.request.path.rpartition("/")[2])
        present[me] = socket
        async for said in socket:
            to, _, body = str(said).partition("|")
            await database.execute(ONE, me, int(to), body)
            await present[int(to)].send(body)

    async with serve(attend, "127.0.0.1", port, compression=None, ping_interval=None, backlog=1024) as server:
        await server.serve_forever()


Gathered = asyncio.Queue[tuple[int, int, str]]


class Relay(WSListener):
    """One client of the group-commit floor."""

    def __init__(
        self, me: int, present: dict[int, WSTransport], gathered: "asyncio.Queue[tuple[int, int, str]]"
    ) -> None:
        self.me, self.present, self.gathered = me, present, gathered

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.present[self.me] = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.CLOSE:
            transport.disconnect()
        elif frame.msg_type == WSMsgType.TEXT:
            to, _, body = frame.get_payload_as_utf8_text().partition("|")
            self.gathered.put_nowait((self.me, int(to), body))


async def commit_groups(port: int, dsn: str) -> None:
    database = await pool(dsn)
    present: dict[int, WSTransport] = {}
    gathered: Gathered = asyncio.Queue()

    def meet(request: WSUpgradeRequest) -> Relay:
        return Relay(int(request.path.rpartition(b"/")[2]), present, gathered)

    server = await ws_create_server(meet, "127.0.0.1", port, backlog=1024)
    async with server:
        while True:
            batch = [await gathered.get()]
            while len(batch) < MOST and not gathered.empty():
                batch.append(gathered.get_nowait())
            await database.execute(MANY, *(list(column) for column in zip(*batch, strict=True)))
            for _, to, body in batch:
                present[to].send(WSMsgType.TEXT, body.encode())


def main() -> None:
    kind, port, dsn = sys.argv[1:]
    uvloop.run({"websockets": commit_each, "picows": commit_groups}[kind](int(port), dsn))


if __name__ == "__main__":
    main()
