"""Switches off the enforcement of one clause, from outside: the program itself knows no such switch.

Python imports this module at its start when this folder is on ``PYTHONPATH``, in every process of the product. The
named functions are replaced right after their module was loaded.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

Patch = Callable[[ModuleType], None]


def _open_gate(*purposes: str) -> Patch:
    """The verdict says yes to everything asked for these purposes."""

    def patch(module: Any) -> None:
        from dataclasses import replace

        real = module.decide

        def decide(asked: Any, **seats: Any) -> Any:
            verdict = real(asked, **seats)
            if asked.purpose in purposes:
                return replace(verdict, allowed=True, reason=module.Reason.ALLOWED)
            return verdict

        module.decide = decide

    return patch


def _purpose_open(module: Any) -> None:
    """1.x: a purpose that no clause names passes as if it were named."""
    module._declared = lambda asked, version: None
    real = module.decide

    def decide(asked: Any, **seats: Any) -> Any:
        from dataclasses import replace

        verdict = real(asked, **seats)
        if verdict.reason is module.Reason.ITEM_NOT_NAMED:
            return replace(verdict, allowed=True, reason=module.Reason.ALLOWED)
        return verdict

    module.decide = decide


def _any_source(module: Any) -> None:
    """1.s: a value may come from anywhere."""
    real = module._capture

    def capture(asked: Any, *rest: Any) -> Any:
        reason = real(asked, *rest)
        return module.Reason.ALLOWED if reason is module.Reason.SOURCE else reason

    module._capture = capture


def _no_second_person(module: Any) -> None:
    """1.y: a case may be read before somebody else approved it."""

    def need(condition: bool, sentence: str) -> None:
        return None

    module._need = need
    real = module.ExceptionCase.objects.filter

    class Approved:
        def __init__(self, found: Any) -> None:
            self.found = found

        def first(self) -> Any:
            held = self.found.first()
            if held is not None and held.approved_by is None:
                held.approved_by = held.opened_by
            return held

        def __getattr__(self, name: str) -> Any:
            return getattr(self.found, name)

    class Objects:
        def filter(self, **wanted: Any) -> Any:
            return Approved(real(**wanted))

        def __getattr__(self, name: str) -> Any:
            return getattr(case.objects, name)

    case = module.ExceptionCase

    class Case:
        objects = Objects()

    module.ExceptionCase = Case


def _any_cookie(module: Any) -> None:
    """2: cookies are sent whether a policy declares them or not."""

    class Everything(frozenset[str]):
        def __contains__(self, name: object) -> bool:
            return True

    module.declared_cookies = lambda role: Everything()


def _no_overlay(module: Any) -> None:
    """0.1: the role's own policy judges everywhere."""
    module.governing = lambda role, purpose, numbers, find: role


def _nobody_need_confirm(module: Any) -> None:
    """7: a new version counts for everybody at once, whatever they confirmed."""
    real = module.decide

    def decide(asked: Any, **seats: Any) -> Any:
        if seats["confirmed"] is not None and seats["in_force"] is not None:
            seats["confirmed"] = seats["in_force"]
        return real(asked, **seats)

    module.decide = decide


def _rights_lock(module: Any) -> None:
    """5.1: who has withdrawn everything can't see what is still held."""
    real = module._rights

    def rights(asked: Any, actor: Any, seat: Any) -> Any:
        return module.Reason.WITHDRAWN if seat.withdrawn else real(asked, actor, seat)

    module._rights = rights


def _corrected_at_once(module: Any) -> None:
    """5.2: a correction of reviewed words is shown without a review."""
    wait = module._wait

    def at_once(actor: Any, application: Any, part: str, text: str, notice: str) -> None:
        wait(actor, application, part, text, notice)
        with module.capturing(by=[actor.who], about=[actor.who]):
            setattr(application, part, text or None)
            application.save(update_fields=[part])

    module._wait = at_once


def _withdrawn_is_nothing(module: Any) -> None:
    """5.4: a full withdrawal is written down, and taking goes on."""
    from dataclasses import replace

    real = module.decide

    def decide(asked: Any, **seats: Any) -> Any:
        seat = seats["seat"]
        return real(asked, **{**seats, "seat": replace(seat, withdrawn=False) if seat else None})

    module.decide = decide


def _slow_clock(module: Any) -> None:
    """8: a complaint may wait for fifty working days."""
    module.DAYS = 50


def _any_code(module: Any) -> None:
    """1.11: money leaves, and a card is bound, without a new code of the person's own."""
    module.prove_fresh = lambda **asked: None


def _cards_for_ever(module: Any) -> None:
    """1.5: a card that was renewed or withdrawn still leads to the doctor."""
    module.valid_card = lambda token: module.Card.objects.filter(token=token).first()


VERDICT = "yinuo.promise.gate.verdict"
TABLE: dict[str, tuple[str, Patch]] = {
    "0.1": ("yinuo.promise.policy.overlays", _no_overlay),
    "1.1a": (VERDICT, _open_gate("accounts.registration")),
    "1.1b": (VERDICT, _open_gate("credentials.qualification")),
    "1.10": (VERDICT, _open_gate("notices")),
    "1.2": (VERDICT, _open_gate("consultations")),
    "1.11": ("yinuo.wallet.bank.views", _any_code),
    "1.5": ("yinuo.namecards.access", _cards_for_ever),
    "1.7": (VERDICT, _open_gate("followups")),
    "1.4": (VERDICT, _open_gate("channel")),
    "1.s": (VERDICT, _any_source),
    "1.x": (VERDICT, _purpose_open),
    "1.y": ("yinuo.promise.exceptions", _no_second_person),
    "2": ("yinuo.promise.storage", _any_cookie),
    "5.1": (VERDICT, _rights_lock),
    "5.2": ("yinuo.credentials.actions.correcting", _corrected_at_once),
    "5.4": (VERDICT, _withdrawn_is_nothing),
    "7": (VERDICT, _nobody_need_confirm),
    "8": ("yinuo.promise.requests.clock", _slow_clock),
}


class Finder(importlib.abc.MetaPathFinder):
    """Finds the one module by the ordinary ways and patches it when it was executed."""

    def __init__(self, name: str, patch: Patch) -> None:
        self.name = name
        self.patch = patch

    def find_spec(self, name: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if name != self.name:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is None or spec.loader is None:
            return None
        loader, patch = spec.loader, self.patch
        execute = loader.exec_module

        def exec_module(module: ModuleType) -> None:
            execute(module)
            patch(module)

        loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


chosen = os.environ.get("YINUO_TEST_MUTANT", "")
if chosen:
    sys.meta_path.insert(0, Finder(*TABLE[chosen]))
