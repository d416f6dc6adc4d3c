"""The operating system's user under which the database runs when the product is started by root."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

NAME = "yinuo"


class UnableToDropPrivileges(Exception):
    """Root asked for a database, which never runs as root, and no user could be made for it."""


def needed() -> bool:
    return os.geteuid() == 0


def user() -> pwd.struct_passwd:
    """The user's entry; made when it is missing (a second process that makes it meanwhile is no error)."""
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        pass
    program = shutil.which("useradd", path="/usr/sbin:/usr/bin:/sbin:/bin")
    if program is None:
        raise UnableToDropPrivileges(f"PostgreSQL does not run as root: create a user named {NAME}, then start again.")
    done = subprocess.run(
        [program, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        raise UnableToDropPrivileges(f"The user {NAME} could not be made: {done.stderr.strip()}") from None


def reaches(folder: Path) -> bool:
    """Whether that user may pass through every folder above and into ``folder``."""
    entry = user()
    for place in [folder, *folder.parents]:
        facts = place.stat()
        if facts.st_uid == entry.pw_uid:
            bit = 0o100
        elif facts.st_gid == entry.pw_gid:
            bit = 0o010
        else:
            bit = 0o001
        if not facts.st_mode & bit:
            return False
    return True


def own(folder: Path) -> None:
    """Give a folder of ours to that user, closed to everybody else."""
    entry = user()
    folder.mkdir(parents=True, exist_ok=True)
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    folder.chmod(0o700)
