"""Django for a command of the command line, with or without a database that answers."""

import sys

import django


def ready(*, needs_database: bool = False) -> bool:
    """Set Django up; True when the database answers.

    What only reads the texts and the program (``check``, ``datamap``, ``promises``) may go on without one: then the
    highest version of each policy counts as the one in force, and that is said.
    """
    django.setup()
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
