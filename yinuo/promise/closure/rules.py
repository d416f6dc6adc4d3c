"""The rules of closure, pure: an inventory against the versions in force."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from yinuo.promise.closure.inventory import Finding, Inventory
from yinuo.promise.policy import built_in
from yinuo.promise.policy.model import Purpose, Version

Versions = Mapping[str, Version]
# Captured and used by the engine itself, under every version (house law 4).
BUILT_IN_ITEMS = frozenset(built_in.ITEMS)
# Roles that act on others' information; what they open is declared by the person whom it is about.
ACTING = frozenset({"staff", "visitor", "system"})


def close(inventory: Inventory, versions: Versions) -> list[Finding]:
    """All findings, in the order of the rules; none means that code and policies say the same."""
    return [finding for rule in RULES for finding in rule(inventory, versions)]


def _purposes(versions: Versions) -> Iterator[tuple[str, Purpose]]:
    for role, version in versions.items():
        for purpose in version.purposes.values():
            yield version.overlay_of or role, purpose


def _collected(versions: Versions) -> dict[str, str]:
    """Items that an offered purpose takes, each with a clause."""
    return {
        use.item: purpose.clause
        for _, purpose in _purposes(versions)
        if purpose.offered
        for use in purpose.items.values()
        if use.collected
    }


def said(inventory: Inventory, versions: Versions) -> Iterator[Finding]:
    for column in inventory.columns:
        if column.texty and not column.items and not column.reason:
            where = f"{column.table}.{column.column}"
            yield Finding("column", where, "the column is neither Personal*(item=...) nor plain(reason=...)")


def database_known(inventory: Inventory, versions: Versions) -> Iterator[Finding]:
    known = {(column.table, column.column) for column in inventory.columns}
    for held in inventory.database:
        if (held.kind, held.name) not in known:
            yield Finding("column", f"{held.kind}.{held.name}", "the database has a column that no model declares")


def columns_declared(inventory: Inventory, versions: Versions) -> Iterator[Finding]:
    collected = _collected(versions)
    for column in inventory.columns:
        for item in column.items:
            if item not in collected and item not in BUILT_IN_ITEMS:
                where = f"{column.table}.{column.column}"
                yield Finding("column", where, f"no offered clause in force takes the item {item}")


def items_bound(inventory: Inventory, versions: Versions) -> Iterator[Finding]:
    bound = {item for column in inventory.columns for item in column.items}
    for item, clause in _collected(versions).items():
        if item not in bound:
            yield Finding("item", item, "a clause declares the item and no column holds it", clause)


def doors_stand(inventory: Inventory, versions: Versions) -> Iterator[Finding]:
    for entrance in inventory.entrances:
        if entrance.closed:
            yield Finding("door", entrance.name, "the entrance has no door: it would run without a purpose")


def doors_declared(inventory: Inventory, versions: Versions) -> Iterator[Finding]:
    declared: dict[str, set[str]] = {}
    for role, purpose in _purposes(versions):
        if purpose.offered:
            declared.setdefault(purpose.id, set()).add(role)
    for entrance in inventory.entrances:
        if entrance.purpose is None or entrance.purpose in built_in.PURPOSES:
            continue
        roles = declared.get(str(entrance.purpose), set())
        missing = set() if roles and not entrance.roles else entrance.roles - roles - (ACTING if roles else set())
        if not roles or missing:
            who = ", ".join(sorted(missing)) or "anybody"
            message = f"the door opens {entrance.purpose}, which no clause in force offers for {who}"
            yield Finding("door", f"{entrance.kind} {entrance.name}", message)


def purposes_bound(inventory: Inventory, versions: Versions) -> Iterator[Finding]:
    opened = {entrance.purpose for entrance in inventory.entrances}
    for role, purpose in _purposes(versions):
        if purpose.offered and purpose.id not in opened:
            message = f"the policy {role} offers {purpose.id} and no door opens it"
            yield Finding("purpose", purpose.id, message, purpose.clause)


def menu_declared(inventory: Inventory, versions: Versions) -> Iterator[Finding]:
    for entry in inventory.menu:
        version = versions.get(entry.kind)
        paths = {path.menu for clause in version.clauses.values() for path in clause.paths} if version else set()
        if not any(path == entry.name or path.startswith(f"{entry.name}→") for path in paths):
            yield Finding("menu", f"{entry.kind}: {entry.name}", "no clause in force names this menu path")


def measures_declared(inventory: Inventory, versions: Versions) -> Iterator[Finding]:
    declared = {m.id for version in versions.values() for c in version.clauses.values() for m in c.measures}
    for measure in sorted(inventory.measures - declared):
        yield Finding("measure", measure, "code binds a measure that no clause in force declares")


def storage_declared(inventory: Inventory, versions: Versions) -> Iterator[Finding]:
    declared = {(s.kind, s.name) for version in versions.values() for s in version.storage.values()}
    for kept in inventory.storage:
        if (kept.kind, kept.name) not in declared:
            yield Finding("storage", f"{kept.kind} {kept.name} ({kept.where})", "no policy declares this storage", "2")


def storage_bound(inventory: Inventory, versions: Versions) -> Iterator[Finding]:
    kept = {(named.kind, named.name) for named in inventory.storage}
    for role, version in versions.items():
        for storage in version.storage.values():
            if (storage.kind, storage.name) not in kept:
                message = f"the policy {role} declares this storage and nothing keeps it"
                yield Finding("storage", f"{storage.kind} {storage.name}", message, "2")


def hosts_declared(inventory: Inventory, versions: Versions) -> Iterator[Finding]:
    declared = {host for v in versions.values() for r in v.recipients.values() for host in r.hosts}
    for host in inventory.hosts:
        if host.name not in declared:
            yield Finding("host", f"{host.name} ({host.where})", "no recipient declares this host", "3.1.5")


def scripts_declared(inventory: Inventory, versions: Versions) -> Iterator[Finding]:
    declared = {r.id for v in versions.values() for r in v.recipients.values() if r.kind == "sdk"}
    for script in inventory.scripts:
        if not any(name in script.name for name in declared):
            message = "another's script runs in the page and no recipient of kind sdk declares it"
            yield Finding("sdk", f"{script.name} ({script.where})", message, "3.1.5")


def permissions_declared(inventory: Inventory, versions: Versions) -> Iterator[Finding]:
    declared = {id_ for _, purpose in _purposes(versions) if purpose.offered for id_ in purpose.permissions}
    for asked in inventory.permissions:
        if asked.name not in declared:
            message = f"the page asks for {asked.name}, which no offered clause in force declares"
            yield Finding("permission", asked.where, message)


def permissions_bound(inventory: Inventory, versions: Versions) -> Iterator[Finding]:
    asked = {named.name for named in inventory.permissions}
    for role, purpose in _purposes(versions):
        for permission in sorted(set(purpose.permissions) - asked) if purpose.offered else ():
            message = f"the policy {role} declares the permission {permission} and no page asks for it"
            yield Finding("permission", f"{purpose.id}: {permission}", message, purpose.clause)


def not_offered_absent(inventory: Inventory, versions: Versions) -> Iterator[Finding]:
    """Of a function that is not offered nothing may exist: no door and no column that is its own."""
    offered = {purpose.id for _, purpose in _purposes(versions) if purpose.offered}
    for role, purpose in _purposes(versions):
        if purpose.offered or purpose.id in offered:
            continue
        for entrance in inventory.entrances:
            if entrance.purpose == purpose.id:
                message = f"the policy {role} does not offer {purpose.id}, and a door opens it"
                yield Finding("not_offered", f"{entrance.kind} {entrance.name}", message, purpose.clause)


def not_collected_absent(inventory: Inventory, versions: Versions) -> Iterator[Finding]:
    collected = _collected(versions)
    refused = {
        use.item: purpose.clause
        for _, purpose in _purposes(versions)
        for use in purpose.items.values()
        if not use.collected and use.item not in collected
    }
    for column in inventory.columns:
        for item in column.items:
            if item in refused:
                message = f"the policy says that {item} is not collected, and a column holds it"
                yield Finding("not_collected", f"{column.table}.{column.column}", message, refused[item])


RULES: tuple[Callable[[Inventory, Versions], Iterable[Finding]], ...] = (
    said,
    database_known,
    columns_declared,
    items_bound,
    doors_stand,
    doors_declared,
    purposes_bound,
    menu_declared,
    measures_declared,
    storage_declared,
    storage_bound,
    hosts_declared,
    scripts_declared,
    permissions_declared,
    permissions_bound,
    not_offered_absent,
    not_collected_absent,
)
