"""``yinuo up``: every part in its order, watched until somebody says stop."""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

from yinuo.promise.outbound import Allowed, install
from yinuo.runtime import caddy, children, places, probes
from yinuo.runtime.parts import Database, Part, Program, Watch
from yinuo.runtime.postgres import OWNER, PROGRAM
from yinuo.runtime.settings_table import Settings
from yinuo.wallet.stand_in_bank import keys as stand_in_keys

READY_WITHIN = 60.0
TOO_MANY_FALLS = 4


class UnableToGoUp(Exception):
    """A part did not come up; the message says which and what to do."""


class Supervisor:
    """Holds the parts of one installation; ``say`` prints a line for the person at the terminal."""

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        self.settings = settings
        self.say = say
        self.ports = places.choose(settings)
        self.database = None if settings.database else Database(settings.home / "postgres")
        self.watches: list[Watch] = []
        self.states: dict[str, str] = {}
        self.stopping = False

    def run(self) -> None:
        """Go up, stay up, come down. Returns after SIGINT or SIGTERM."""
        with self._only_one():
            self._hold_launcher()
            for sent in (signal.SIGINT, signal.SIGTERM):
                signal.signal(sent, self._asked_to_stop)
            try:
                self._go_up()
                while not self.stopping:
                    self._look()
                    time.sleep(0.2)
            except _Stopped:
                pass
            finally:
                self._come_down()

    def _hold_launcher(self) -> None:
        """The launcher too reaches its own parts and starts their programs, and nothing else."""
        settings, ports = self.settings, self.ports
        own = {(host, port) for host in ("127.0.0.1", "::1") for port in (settings.port, *ports.loopback)}
        folders = [places.run_folder(settings.home), ports.pages.parent]
        programs = [Path(sys.executable).parent, places.program("caddy")]
        if self.database is not None:
            folders.append(self.database.cluster.socket_folder)
            programs.append(self.database.cluster.binaries)
        if settings.domain:
            own.add((settings.domain, 443))
        resolved = tuple(folder.resolve() for folder in folders)
        install(Allowed(frozenset, frozenset(own), resolved, tuple(programs)))

    def _go_up(self) -> None:
        refusal = places.refusal_of(self.settings.port, everywhere=bool(self.settings.hosts))
        if refusal and not self.settings.domain:
            raise UnableToGoUp(refusal)
        if self.database is not None:
            self._start(self.database)
            self._write_addresses(self.database)
        self._prepare()
        serving = self._programs()
        for part in serving:
            self._start(part)
        told = self._demonstrate() if self.settings.demo else ""
        for part in serving:
            self._wait_for(part)
        if told:
            self.say(told)
        self.say(f"ready: {caddy.address(self.settings)}")

    def _programs(self) -> list[Program]:
        python, environment = sys.executable, self.environment()
        settings, ports = self.settings, self.ports
        address = caddy.address(settings)
        granian = [
            *(str(places.program("granian")), "--interface", "wsgi", "--uds", str(ports.pages), "--no-ws"),
            *("--workers", str(settings.page_workers), "--blocking-threads", str(settings.page_threads)),
            *("--workers-kill-timeout", "3", "--respawn-failed-workers", "--log-level", "error"),
            "yinuo.runtime.wsgi:application",
        ]
        caddyfile = caddy.write(settings, ports)
        parts = [
            Program("pages", granian, environment, lambda: probes.unix(ports.pages), socket=ports.pages),
            Program(
                "gateway", [python, "-m", "yinuo.realtime.gateway"], environment, lambda: probes.port(ports.gateway)
            ),
            # Orphaned, it would wait for a database that is gone; a job that is cut off is found and tried again.
            Program("worker", [python, "-m", "yinuo.runtime.cli", "worker"], environment, orphaned=signal.SIGKILL),
        ]
        if settings.demo:
            command = [python, "-m", "yinuo.accounts.stand_in_sms", "--port", str(ports.sms)]
            parts.insert(0, Program("stand_in_sms", command, environment, lambda: probes.port(ports.sms)))
            command = [python, "-m", "yinuo.notices.stand_in_mail", "--port", str(ports.mail)]
            command += ["--page", str(ports.mail_page)]
            parts.insert(1, Program("stand_in_mail", command, environment, lambda: probes.port(ports.mail)))
            command = [python, "-m", "yinuo.notices.stand_in_push", "--port", str(ports.push)]
            parts.insert(2, Program("stand_in_push", command, environment, lambda: probes.port(ports.push)))
            command = [python, "-m", "yinuo.wallet.stand_in", "--port", str(ports.payment)]
            command += ["--keys", str(settings.home / "keys" / "payment")]
            command += ["--till", str(places.run_folder(settings.home) / "payments.jsonl")]
            parts.insert(2, Program("stand_in_payment", command, environment, lambda: probes.port(ports.payment)))
            parts.insert(2, self._bank(address, environment))
        serve = [str(places.program("caddy")), "run", "--config", str(caddyfile), "--adapter", "caddyfile"]
        parts.append(Program("caddy", serve, environment, lambda: probes.healthy(address)))
        return parts

    def _bank(self, address: str, environment: dict[str, str]) -> Program:
        """What pays and verifies in the demonstration; it remembers what it was told over a restart."""
        folder = places.run_folder(self.settings.home) / "bank"
        stand_in_keys.prepare(folder)
        command = [sys.executable, "-m", "yinuo.wallet.stand_in_bank", "--port", str(self.ports.bank)]
        command += ["--keys", str(folder), "--journal", str(folder / "payouts.jsonl")]
        command += ["--calls", f"{address}/wallet/bank/call/"]
        return Program("stand_in_bank", command, environment, lambda: probes.port(self.ports.bank))

    def environment(self, role: str = "program") -> dict[str, str]:
        """What a part's process is told: this installation's places, the database, the stand-ins' addresses."""
        settings = self.settings
        told = {
            **os.environ,
            "YINUO_HOME": str(settings.home),
            "YINUO_DEMO": "1" if settings.demo else "0",
            "YINUO_POLICY": ",".join(f"{role}={number}" for role, number in settings.policy.items()),
            "YINUO_DATABASE_ROLE": role,
            "YINUO_PAGES_SOCKET": str(self.ports.pages),
            "YINUO_PORT": str(settings.port),
            "YINUO_GATEWAY_PORT": str(self.ports.gateway),
            "DJANGO_SETTINGS_MODULE": "yinuo.runtime.django_settings",
            "PYTHONUNBUFFERED": "1",
        }
        if self.database is not None:
            told["DATABASE_URL"] = self.database.cluster.url(PROGRAM)
        if role == "owner" and self.database is not None:
            told["DATABASE_OWNER_URL"] = self.database.cluster.url(OWNER)
        if settings.demo:
            told["YINUO_SMS_ENDPOINT"] = f"http://127.0.0.1:{self.ports.sms}/"
            told["YINUO_SMS_KEY_ID"] = "demonstration"
            told["YINUO_SMS_KEY_SECRET"] = "demonstration"  # noqa: S105 - the stand-in's, on loopback
            told |= {"YINUO_MAIL_HOST": "127.0.0.1", "YINUO_MAIL_PORT": str(self.ports.mail)}
            told |= {"YINUO_MAIL_SECURITY": "plain", "YINUO_MAIL_USER": "demonstration"}
            told |= {"YINUO_MAIL_PASSWORD": "demonstration", "YINUO_MAIL_FROM": "notice@yunling.example"}
            push = f"http://127.0.0.1:{self.ports.push}"
            told |= {"YINUO_PUSH_STAND_IN": f"127.0.0.1:{self.ports.push}", "YINUO_HUAWEI_PUSH": push}
            told |= {"YINUO_HUAWEI_LOGIN": push, "YINUO_HUAWEI_APP": "demonstration"}
            told |= {"YINUO_HUAWEI_SECRET": "demonstration"}
            told["YINUO_ABROAD"] = "push_mozilla=standard_contract:演示用，并非真实备案"
            told |= self._payment() | self._told_of_bank()
        return told

    def _payment(self) -> dict[str, str]:
        """The merchant's numbers as the stand-in knows them."""
        address = f"http://127.0.0.1:{self.ports.payment}"
        return {
            "YINUO_WECHAT_ENDPOINT": address,
            "YINUO_WECHAT_MERCHANT": "1900000001",
            "YINUO_WECHAT_APP": "wxdemonstration",
            "YINUO_WECHAT_SERIAL": "DEMO0001",
            "YINUO_WECHAT_PLATFORM": "PUB_KEY_ID_DEMONSTRATION",
            "YINUO_ALIPAY_GATEWAY": f"{address}/gateway.do",
            "YINUO_ALIPAY_APP": "2021000000000001",
            "YINUO_ALIPAY_SELLER": "2088000000000001",
            "YINUO_PAYMENT_KEYS": str(self.settings.home / "keys" / "payment"),
        }

    def _told_of_bank(self) -> dict[str, str]:
        folder, at = places.run_folder(self.settings.home) / "bank", f"http://127.0.0.1:{self.ports.bank}"
        return {
            "YINUO_PAYOUT_ENDPOINT": f"{at}/gateway.do",
            "YINUO_PAYOUT_APP": "demonstration",
            "YINUO_PAYOUT_KEY": str(stand_in_keys.private(folder, stand_in_keys.OURS)),
            "YINUO_PAYOUT_BANK_KEY": str(stand_in_keys.public(folder, stand_in_keys.BANK)),
            "YINUO_VERIFIER_ENDPOINT": f"{at}/",
            "YINUO_VERIFIER_KEY_ID": "demonstration",
            "YINUO_VERIFIER_KEY_SECRET": "demonstration",
        }

    def _prepare(self) -> None:
        """Migrations and static files, side by side; in sessions of their own: a Ctrl-C is the launcher's to hear."""
        command = [sys.executable, "-m", "yinuo.runtime.cli"]
        started = [
            subprocess.Popen(
                [*command, name],
                env=self.environment(role),
                start_new_session=True,
                preexec_fn=children.end_with_parent(),
            )
            for name, role in (("migrate", "owner"), ("static", "program"))
        ]
        if self._failed(*started):
            raise UnableToGoUp("The database or the static files could not be prepared; what failed stands above.")

    def _demonstrate(self) -> str:
        command = [sys.executable, "-m", "yinuo.runtime.cli", "demonstration"]
        with subprocess.Popen(
            command,
            env=self.environment(),
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=children.end_with_parent(),
        ) as made:
            if self._failed(made) or made.stdout is None:
                raise UnableToGoUp("The demonstration's people could not be made; what failed stands above.")
            return made.stdout.read().rstrip()

    def _failed(self, *started: "subprocess.Popen[Any]") -> bool:
        """Wait for all of them; whether one did not end well. A stop ends the waiting, and them."""
        try:
            while any(one.poll() is None for one in started):
                self._heed()
                time.sleep(0.02)
        finally:
            for one in started:
                one.terminate()
        return any(one.wait() for one in started)

    def _start(self, part: Part) -> None:
        self._heed()
        part.start()
        self.watches.append(Watch(part))
        self._note(part.name, "up")

    def _wait_for(self, part: Program) -> None:
        end = time.monotonic() + READY_WITHIN
        while not part.serves():
            self._heed()
            self._look()
            if any(watch.falls >= TOO_MANY_FALLS for watch in self.watches if watch.part is part):
                raise UnableToGoUp(f"{part.name} falls again and again; what it said stands above.")
            if time.monotonic() > end:
                raise UnableToGoUp(f"{part.name} did not come up within {READY_WITHIN:.0f} seconds.")
            time.sleep(0.05)

    def _look(self) -> None:
        for watch in self.watches:
            state = watch.look()
            if state == "restarted":
                self.say(f"{watch.part.name} fell and was started again.")
            self._note(watch.part.name, "down" if state == "down" else "up")

    def _note(self, name: str, state: str) -> None:
        if self.states.get(name) != state:
            self.states[name] = state
            places.write_parts(self.settings.home, self.states)

    def _come_down(self) -> None:
        for watch in reversed(self.watches):
            watch.part.stop()
        self.states = dict.fromkeys(self.states, "down")
        places.write_parts(self.settings.home, self.states)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        """Only said here and heeded where nothing is half done: raised in the middle of a fork it would be lost."""
        self.stopping = True

    def _heed(self) -> None:
        if self.stopping:
            raise _Stopped

    def _write_addresses(self, database: Database) -> None:
        """For commands in another terminal, such as ``yinuo journal verify``."""
        for name, role in (("database.url", PROGRAM), ("database_owner.url", OWNER)):
            file = places.run_folder(self.settings.home) / name
            file.touch(mode=0o600)
            file.write_text(database.cluster.url(role), encoding="utf-8")

    @contextlib.contextmanager
    def _only_one(self) -> Iterator[None]:
        with (places.run_folder(self.settings.home) / "up.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UnableToGoUp(f"This installation ({self.settings.home}) is up already.") from None
            yield


class _Stopped(Exception):
    """Raised where a stop is heeded, so that going up ends there."""


def with_choices(settings: Settings, policy: dict[str, str], demo: bool) -> Settings:
    """The settings with what the command line adds."""
    return replace(settings, policy={**settings.policy, **policy}, demo=settings.demo or demo)
