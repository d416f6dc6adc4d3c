"""This installation's library: the project's folder, the operator's, and what the database says is in force."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection

from yinuo.promise.policy.library import Library


def numbers_in_force() -> Mapping[str, str]:
    """By role, the number in force, read fresh."""
    with connection.cursor() as cursor:
        cursor.execute("select role, number from promise_in_force")
        return dict(cursor.fetchall())


def policy_folders() -> tuple[Path, ...]:
    """Where policies stand; the last one is the operator's, where new versions are written."""
    folders = getattr(settings, "YINUO_POLICY_FOLDERS", None)
    if folders is None:
        folders = [settings.YINUO_POLICIES, Path(settings.YINUO_HOME) / "policies"]
    return tuple(Path(folder) for folder in folders)


@cache
def library() -> Library:
    """One library a process. Tests that change the folders call ``library.cache_clear()``."""
    return Library(policy_folders(), numbers_in_force)
