"""All versions of all policies, read once; new folders are found on demand."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Lock

from yinuo.promise.policy.loader import load
from yinuo.promise.policy.model import Version
from yinuo.promise.policy.overlays import governing, overlays_of
from yinuo.promise.policy.source import Finding, PolicyError

LONGEST = 32


class UnknownPolicy(LookupError):
    """There is no such role, or no such version of it, or none of its versions is in force."""


def number_key(number: str) -> tuple[int, ...]:
    """Version numbers in their order: 3.10.9 stands after 3.9.10."""
    return tuple(int(part) for part in number.split("."))


class Library:
    """The policy folders, the project's own first and the operator's last; needs no Django.

    ``in_force_numbers`` answers, by role, the number that is in force now; a role that it leaves out has the highest
    version that is not an archive. A version that was read is never read again: it can't be edited once people
    have confirmed it.
    """

    def __init__(self, folders: Iterable[Path], in_force_numbers: Callable[[], Mapping[str, str]] = dict) -> None:
        self.folders = tuple(folders)
        self.in_force_numbers = in_force_numbers
        self._versions: dict[tuple[str, str], Version] = {}
        self._lock = Lock()

    def find(self, role: str, number: str) -> Version | None:
        """The version, or None when no folder holds it."""
        version = self._versions.get((role, number))
        return version if version is not None else self._read(role, number)

    def get(self, role: str, number: str) -> Version:
        """The version; raises :class:`UnknownPolicy` when no folder holds it."""
        version = self.find(role, number)
        if version is None:
            raise UnknownPolicy(f"there is no version {number} of the policy {role}")
        return version

    def roles(self) -> tuple[str, ...]:
        return tuple(sorted({role.name for root in self.folders for role in _below(root)}))

    def numbers(self, role: str) -> tuple[str, ...]:
        """The numbers of all versions, oldest first."""
        if not is_name(role):
            return ()
        found = {folder.name for root in self.folders for folder in _below(root / role) if is_number(folder.name)}
        return tuple(sorted(found, key=number_key))

    def versions(self, role: str) -> tuple[Version, ...]:
        """All versions, oldest first."""
        return tuple(self.get(role, number) for number in self.numbers(role))

    def in_force_number(self, role: str) -> str | None:
        """The number in force, or None for a role that has only archives, or no policy, and for a service policy
        that was announced and has not come into force yet."""
        numbers = self.in_force_numbers()
        if role in numbers:
            return numbers[role]
        standing = [one for one in self.versions(role) if not one.archive and not (numbers and one.overlay_of)]
        return standing[-1].number if standing else None

    def in_force(self, role: str) -> Version:
        """The version in force; raises :class:`UnknownPolicy` when there is none."""
        number = self.in_force_number(role)
        if number is None:
            raise UnknownPolicy(f"no version of the policy {role} is in force")
        return self.get(role, number)

    def overlays(self, role: str) -> tuple[Version, ...]:
        """The policies of special services that are in force over a role's own (row 0.1)."""
        return tuple(overlays_of(role, self.in_force_numbers(), self.find))

    def governing(self, role: str, purpose: str) -> Version:
        """The version in force by which a purpose is judged for a role; raises :class:`UnknownPolicy`."""
        return self.in_force(governing(role, purpose, self.in_force_numbers(), self.find))

    def folder(self, role: str, number: str) -> Path | None:
        """Where a version stands."""
        if not is_number(number) or not is_name(role):
            return None
        return next((root / role / number for root in self.folders if (root / role / number).is_dir()), None)

    def forget(self, role: str, number: str) -> None:
        """Drop a version whose publication failed: nobody was told of it, and its folder is gone."""
        self._versions.pop((role, number), None)

    def _read(self, role: str, number: str) -> Version | None:
        if not is_number(number) or not is_name(role):
            return None
        with self._lock:
            for root in self.folders:
                folder = root / role[:] / number[:]  # a template's words are not quite str: pathlib refuses them
                if folder.is_dir():
                    self._keep(_checked(load(folder), folder))
            return self._versions.get((role, number))

    def _keep(self, version: Version) -> None:
        known = self._versions.setdefault((version.role, version.number), version)
        if known.hash != version.hash:
            where = f"{version.role}/{version.number}"
            raise PolicyError(Finding("two_texts", where, "", "two folders hold different texts under this number"))


def _below(folder: Path) -> list[Path]:
    return [entry for entry in folder.iterdir() if entry.is_dir()] if folder.is_dir() else []


def is_number(name: str) -> bool:
    """Three numbers, short enough for a folder and for every column that holds one."""
    parts = name.split(".")
    return len(name) <= LONGEST and len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts)


def is_name(role: str) -> bool:
    """What may name a policy, and a folder."""
    return len(role) <= LONGEST and role.isascii() and role.isidentifier()


def _checked(version: Version, folder: Path) -> Version:
    if (version.role, version.number) != (folder.parent.name, folder.name):
        where = f"{folder.parent.name}/{folder.name}/policy.md:1"
        message = f"the front matter says {version.role} {version.number}, the folder another version"
        raise PolicyError(Finding("front_matter", where, "", message))
    return version
