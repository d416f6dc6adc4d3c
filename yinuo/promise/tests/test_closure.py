"""Closure, both ways (house law 7): one mutant of each kind, in the code and in the policy, and each is found."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from yinuo.promise.closure import sources
from yinuo.promise.closure.check import check, data_map, in_force, inventory
from yinuo.promise.closure.inventory import Column, Entrance, Inventory, Named
from yinuo.promise.closure.rules import close
from yinuo.promise.policy.model import After, Basis, ItemUse, Need, Purpose, Source, Storage, Version

pytestmark = pytest.mark.django_db
Versions = dict[str, Version]


def test_this_build_is_closed() -> None:
    assert check() == []


def test_the_data_map_knows_clause_class_and_sensitivity_of_every_column() -> None:
    rows = data_map()
    assert rows
    for row in rows:
        assert row.clauses and row.klass and row.sensitivity, row


DOCTOR = frozenset({"doctor"})
CODE: dict[str, tuple[str, Callable[[Inventory], Inventory]]] = {
    "a column that nobody spoke for": (
        "column",
        lambda i: replace(i, columns=(*i.columns, Column("accounts_account", "note"))),
    ),
    "a personal column without a clause": (
        "column",
        lambda i: replace(i, columns=(*i.columns, Column("accounts_account", "shoe", ("shoe_size",)))),
    ),
    "a column behind the models' back": (
        "column",
        lambda i: replace(i, database=(*i.database, Named("accounts_account", "note", "database"))),
    ),
    "a cookie": ("storage", lambda i: replace(i, storage=(*i.storage, Named("cookie", "visitor_id", "views.py")))),
    "client storage": (
        "storage",
        lambda i: replace(i, storage=(*i.storage, Named("local_storage", "local_storage", "x.js"))),
    ),
    "an outbound host": ("host", lambda i: replace(i, hosts=(*i.hosts, Named("host", "stats.example.com", "x.py")))),
    "a device permission": (
        "permission",
        lambda i: replace(i, permissions=(*i.permissions, Named("permission", "location", "x.js"))),
    ),
    "another's script": ("sdk", lambda i: replace(i, scripts=(*i.scripts, Named("script", "stats.js", "base.html")))),
    "a menu path": ("menu", lambda i: replace(i, menu=(*i.menu, Named("doctor", "我的→广告", "ads:index")))),
    "a measure": ("measure", lambda i: replace(i, measures=i.measures | {"ads.shown"})),
    "an entrance without a door": (
        "door",
        lambda i: replace(i, entrances=(*i.entrances, Entrance("url", "x/", None, frozenset(), closed=True))),
    ),
    "a door for an unnamed purpose": (
        "door",
        lambda i: replace(i, entrances=(*i.entrances, Entrance("url", "ads/", "advertising", DOCTOR))),
    ),
    "a door for a function not offered": (
        "not_offered",
        lambda i: replace(i, entrances=(*i.entrances, Entrance("url", "calls/", "calls", DOCTOR))),
    ),
    "a column for what is not collected": (
        "not_collected",
        lambda i: replace(i, columns=(*i.columns, Column("security_visit", "imei", ("imei",)))),
    ),
    "no door for an offered purpose": (
        "purpose",
        lambda i: replace(i, entrances=tuple(e for e in i.entrances if e.purpose != "consultations")),
    ),
    "no column for a declared item": (
        "item",
        lambda i: replace(i, columns=tuple(c for c in i.columns if "closing_note" not in c.items)),
    ),
    "declared storage that is gone": (
        "storage",
        lambda i: replace(i, storage=tuple(s for s in i.storage if s.name != "yinuo_outbox")),
    ),
    "a declared permission that nothing asks for": (
        "permission",
        lambda i: replace(i, permissions=tuple(p for p in i.permissions if p.name != "microphone")),
    ),
}


@pytest.mark.parametrize("name", CODE)
def test_a_mutant_in_the_code_is_found(name: str) -> None:
    kind, mutate = CODE[name]
    held, versions = inventory(), in_force()
    assert close(held, versions) == []
    assert kind in {finding.kind for finding in close(mutate(held), versions)}


def doctors(versions: Versions, **changes: object) -> Versions:
    return {**versions, "doctor": replace(versions["doctor"], **changes)}  # type: ignore[arg-type]


def purposes(versions: Versions, **changed: Purpose | None) -> Versions:
    kept = {**versions["doctor"].purposes, **{name.replace("__", "."): p for name, p in changed.items()}}
    return doctors(versions, purposes={name: p for name, p in kept.items() if p is not None})


def with_item(versions: Versions, item: str) -> Versions:
    was = versions["doctor"].purposes["consultations"]
    use = ItemUse(item, Need.EXTRA, Basis.CONSENT, frozenset({Source.GIVEN}), After.DELETE)
    return purposes(versions, consultations=replace(was, items={**was.items, item: use}))


def without_microphone(versions: Versions) -> Versions:
    changed = {}
    for role in ("doctor", "patient"):
        struck = {
            name: replace(was, permissions={one: p for one, p in was.permissions.items() if one != "microphone"})
            for name, was in versions[role].purposes.items()
        }
        changed[role] = replace(versions[role], purposes=struck)
    return {**versions, **changed}


def offered(versions: Versions, purpose: str) -> Versions:
    return purposes(versions, **{purpose: replace(versions["doctor"].purposes[purpose], offered=True)})


POLICY: dict[str, tuple[str, Callable[[Versions], Versions]]] = {
    "an item that nothing holds": ("item", lambda v: with_item(v, "shoe_size")),
    "a function that nothing opens": ("purpose", lambda v: offered(v, "calls")),
    "a struck permission": ("permission", without_microphone),
    "a struck purpose": ("door", lambda v: {r: replace(x, purposes={}) for r, x in v.items()}),
    "struck storage": ("storage", lambda v: {r: replace(x, storage={}) for r, x in v.items()}),
    "storage that nothing keeps": (
        "storage",
        lambda v: doctors(v, storage={**v["doctor"].storage, "x": Storage("x", "cookie", "x", "x", "x", "x")}),
    ),
    "struck recipients": ("host", lambda v: {r: replace(x, recipients={}) for r, x in v.items()}),
    "struck clauses": ("menu", lambda v: {r: replace(x, clauses={}) for r, x in v.items()}),
}


@pytest.mark.parametrize("name", POLICY)
def test_a_mutant_in_the_policy_is_found(name: str) -> None:
    kind, mutate = POLICY[name]
    held, versions = inventory(), in_force()
    assert kind in {finding.kind for finding in close(held, mutate(versions))}


def test_the_scanners_see_what_a_page_reaches_for(tmp_path: Path) -> None:
    page = tmp_path / "page.js"
    page.write_text(
        "const NAME = 'stats';\n"
        "navigator.mediaDevices.getUserMedia({video: true});\nnavigator.geolocation.getCurrentPosition(f);\n"
        "localStorage.x = 1; document.cookie = 'a=b'; indexedDB.open(NAME); caches.open('c');\n"
        "fetch('https://collect.stats.cn/x');\n",
        encoding="utf-8",
    )
    html = tmp_path / "page.html"
    html.write_text('<script src="https://cdn.stats.cn/a.js"></script><input type="file">', encoding="utf-8")
    assert {n.name for n in sources.permissions([page, html])} == {"camera", "location", "album"}
    assert {(n.kind, n.name) for n in sources.client_storage([page])} == {
        ("local_storage", "local_storage"),
        ("cookie", "cookie"),
        ("indexeddb", "stats"),
        ("cache", "c"),
    }
    assert {n.name for n in sources.hosts([page, html])} == {"collect.stats.cn", "cdn.stats.cn"}
    assert [n.name for n in sources.scripts([html])] == ["https://cdn.stats.cn/a.js"]
