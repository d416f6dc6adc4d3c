"""Random versions for property tests: few names, so that two of them overlap."""

from datetime import date

from hypothesis import strategies as st

from yinuo.promise.policy.model import (
    After,
    Basis,
    Clause,
    Item,
    ItemUse,
    Measure,
    Need,
    Path,
    Permission,
    Purpose,
    Recipient,
    RetentionClass,
    Sensitivity,
    Source,
    Storage,
    Version,
)

ITEMS = ("alpha", "beta", "gamma")
PURPOSES = ("talk", "listen")
PERMISSIONS = ("camera", "microphone")
CLASSES = ("short", "long")
TERMS = ("account", "P180D", "P3Y", "P15Y", "PT10M")
RIGHTS = ("5", "8")
PLACES = ("cn", "sg", "cn, sg")


def uses(item: str) -> st.SearchStrategy[ItemUse]:
    return st.builds(
        ItemUse,
        item=st.just(item),
        need=st.sampled_from(Need),
        basis=st.sampled_from(Basis),
        sources=st.frozensets(st.sampled_from(Source), min_size=1),
        after=st.sampled_from(After),
        through=st.sets(st.sampled_from(PERMISSIONS)).map(lambda names: tuple(sorted(names))),
        separate=st.booleans(),
        collected=st.booleans(),
        why=st.sampled_from(["甲", "乙"]),
    )


@st.composite
def purposes(draw: st.DrawFn, name: str) -> Purpose:
    items = draw(st.sets(st.sampled_from(ITEMS)))
    permissions = draw(st.sets(st.sampled_from(PERMISSIONS)))
    return Purpose(
        id=name,
        clause=draw(st.sampled_from(["1.1", "1.2"])),
        does=draw(st.sampled_from(["交流", "倾听"])),
        offered=draw(st.booleans()),
        refusing="",
        items={item: draw(uses(item)) for item in sorted(items)},
        permissions={each: Permission(each, "用", "") for each in sorted(permissions)},
    )


def recipients(name: str) -> st.SearchStrategy[Recipient]:
    return st.builds(
        Recipient,
        id=st.just(name),
        name=st.sampled_from(["东方公司", "西方公司"]),
        kind=st.sampled_from(["supplier", "sdk"]),
        items=st.frozensets(st.sampled_from(ITEMS)),
        purposes=st.frozensets(st.sampled_from(PURPOSES)),
        method=st.sampled_from(["接口", "文件"]),
        until=st.sampled_from(["用完", "一年"]),
        place=st.sampled_from(PLACES),
        hosts=st.sets(st.sampled_from(["a.example", "b.example"])).map(lambda names: tuple(sorted(names))),
        separate=st.booleans(),
    )


def stores(name: str) -> st.SearchStrategy[Storage]:
    words = st.sampled_from(["一", "二"])
    kinds = st.sampled_from(["cookie", "cache"])
    return st.builds(
        Storage, st.just(name), kinds, words, words, words, words, encrypted=st.booleans(), personal=st.booleans()
    )


@st.composite
def versions(draw: st.DrawFn) -> Version:
    declared = {name: draw(purposes(name)) for name in PURPOSES if draw(st.booleans())}
    return Version(
        role="doctor",
        number="1.0.0",
        title="政策",
        published=date(2026, 1, 1),
        effective=date(2026, 1, 1),
        supersedes=None,
        archive=False,
        place=draw(st.sampled_from(PLACES)),
        hash="",
        clauses={clause: draw(clauses(clause, declared)) for clause in ("1.1", "1.2", "2", "4", "5", "8")},
        purposes=declared,
        items={item: draw(items(item)) for item in ITEMS},
        classes={name: RetentionClass(name, draw(st.sampled_from(TERMS)), name) for name in CLASSES},
        recipients={name: draw(recipients(name)) for name in ("sms",) if draw(st.booleans())},
        storage={name: draw(stores(name)) for name in ("session",) if draw(st.booleans())},
    )


def items(name: str) -> st.SearchStrategy[Item]:
    return st.builds(
        Item, st.just(name), st.just(name), st.just(name), st.sampled_from(Sensitivity), st.sampled_from(CLASSES)
    )


@st.composite
def clauses(draw: st.DrawFn, clause: str, declared: dict[str, Purpose]) -> Clause:
    measures = [Measure("kept.word", draw(st.sampled_from(["守信", "守约"])), clause)] if clause == "4" else []
    paths = [Path("我的→设置", draw(st.sampled_from(["app", "system"])), clause)]
    if clause in RIGHTS:
        measures = [Measure(f"right.{clause}", draw(st.sampled_from(["三天内答复", "十五天内答复", "答复"])), clause)]
        menu = draw(st.sampled_from(["我的→查看", "我的→更多→查看"]))
        paths = [Path(menu, draw(st.sampled_from(["app", "system"])), clause)] if clause == "5" else []
    return Clause(
        id=clause,
        title=clause,
        level=3,
        text=draw(st.sampled_from(["一段话", "另一段话", "七天之内", "八天之内"])),
        hash="",
        purposes=tuple(name for name, purpose in declared.items() if purpose.clause == clause),
        paths=tuple(paths) if clause in ("2", "5") and draw(st.booleans()) else (),
        measures=tuple(measures) if draw(st.booleans()) else (),
    )
