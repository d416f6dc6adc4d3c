"""The doors: every URL of the URLconf, and what rooms bound besides."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from yinuo.promise.bindings import DOORS
from yinuo.promise.closure.inventory import Entrance
from yinuo.promise.gate.web import Door


def entrances() -> Iterator[Entrance]:
    yield from _urls(get_resolver().url_patterns, "")
    for door in DOORS:
        yield Entrance(door.kind, door.name, door.purpose, door.roles)


def _urls(patterns: list[Any], prefix: str) -> Iterator[Entrance]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _urls(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            door = getattr(pattern.callback, "door", None)
            if isinstance(door, Door):
                yield Entrance("url", path, door.purpose, door.roles)
            else:
                yield Entrance("url", path, None, frozenset(), closed=True)
