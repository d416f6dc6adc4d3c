"""Django for a command of the command line, with or without a database that answers."""

import shutil
import sys
from pathlib import Path

import django

_process = {"own": False}


def own_process() -> None:
    """Said by the command line when the whole process is a command's: only then is it held, for good."""
    _process["own"] = True


def begin(*, starts_programs: bool = False) -> None:
    """Set Django up and hold the process to what policies declare; with ``starts_programs`` it may run the
    virtual environment's own programs and git, which the commands that prove promises need."""
    django.setup()
    if not _process["own"]:
        return
    from yinuo.promise.outbound import hold

    git = shutil.which("git")
    programs = [Path(sys.executable).parent, *([Path(git)] if git else [])]
    hold(programs if starts_programs else ())


def ready(*, needs_database: bool = False) -> bool:
    """Set Django up; True when the database answers.

    What only reads the texts and the program (``check``, ``datamap``, ``promises``) may go on without one: then the
    highest version of each policy counts as the one in force, and that is said.
    """
    begin(starts_programs=True)
    from django.db import connection
    from django.db.utils import Error

    from yinuo.promise.policy import library
    from yinuo.runtime.cli import CannotContinue

    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("select to_regclass('promise_in_force') is not null")
            if cursor.fetchone()[0]:
                return True
    except Error:
        connection.close()
    if needs_database:
        raise CannotContinue("the database does not answer; start the product first: yinuo up")
    sys.stderr.write("yinuo: no database answers; the newest version of each policy counts as the one in force\n")
    library().in_force_numbers = dict
    return False
