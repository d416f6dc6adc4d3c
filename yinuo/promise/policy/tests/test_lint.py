"""One deliberately illegal policy for each refusal."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from yinuo.promise.policy.lint import lint, lint_role
from yinuo.promise.policy.loader import load
from yinuo.promise.policy.overlays import overlay_findings
from yinuo.promise.policy.source import ITEMS, POLICY, RECIPIENTS, STORAGE
from yinuo.promise.policy.tests.samples import ITEM_FILE, LABORATORY, RECIPIENT_FILE, write_policy


@dataclass(frozen=True)
class Illegal:
    """Replace ``old`` by ``new`` in one file of the lawful sample: ``kind`` is found, in ``clause``."""

    kind: str
    says: str
    file: str
    old: str
    new: str
    clause: str = ""
    count: int = field(default=1)


SECOND_PURPOSE = """```

### 1.2 第二处
再次声明。

```declare
[[purpose]]
id = "consultations"
does = "再次声明"
offered = true
refusing = "无"
```
"""
HOLE = "### 1.3 跳号\n没有 1.2。\n\n## 2 我们"
ORPHAN = "### 1.1.2.1 孤儿\n没有上级。\n\n## 2 我们"

TWO_SHARE = RECIPIENT_FILE + LABORATORY + LABORATORY.replace("laboratory", "archive")

CASES = [
    Illegal("missing_chapter", "chapter 6", POLICY, "## 6 我们如何保护儿童的信息\n仅面向成年人。\n", "", "6"),
    Illegal("unknown_chapter", "no chapter 9", POLICY, "## 8 如何", "## 8 其他\n无。\n\n## 9 如何", "9"),
    Illegal("duplicate_clause", "stands twice", POLICY, "## 3 我们", "## 2 又一次\n重复。\n\n## 3 我们", "2"),
    Illegal("heading_order", "comes later", POLICY, "## 2 我们", "## 3 提前\n提前。\n\n## 2 我们", "2"),
    Illegal("heading_level", "deeper", POLICY, "### 1.1", "## 1.1", "1.1"),
    Illegal("numbering_hole", "1.3 stands", POLICY, "## 2 我们", HOLE, "1.3"),
    Illegal("missing_parent", "without its clause 1.1.2", POLICY, "## 2 我们", ORPHAN, "1.1.2.1"),
    Illegal("empty_clause", "has no text", POLICY, "仅面向成年人。\n", "", "6"),
    Illegal("heading", "clause number", POLICY, "### 1.1", "### 甲", ""),
    Illegal("unknown_item", "not an item", POLICY, 'id = "message_text"', 'id = "message_txt"', "1.1"),
    Illegal("no_retention", "no term", ITEMS, 'class = "process"', 'class = "other"'),
    Illegal("missing_key", "lacks 'class'", ITEMS, 'class = "process"\n', ""),
    Illegal("no_retention", "keeps 'forever'", ITEMS, 'keep = "P3Y"', 'keep = "forever"'),
    Illegal("no_retention", "keeps 'P0D'", ITEMS, 'keep = "P3Y"', 'keep = "P0D"'),
    Illegal("missing_key", "lacks 'basis'", POLICY, 'basis = "contract"\n', "", "1.1"),
    Illegal("unknown_value", "basis 'interest'", POLICY, 'basis = "contract"', 'basis = "interest"', "1.1"),
    Illegal("missing_key", "lacks 'source'", POLICY, 'source = ["given"]\n', "", "1.1"),
    Illegal("missing_key", "'source' is empty", POLICY, 'source = ["given"]', "source = []", "1.1"),
    Illegal("unknown_value", "source 'bought'", POLICY, 'source = ["given"]', 'source = ["bought"]', "1.1"),
    Illegal("missing_key", "lacks 'after'", POLICY, 'after = "record"\n', "", "1.1"),
    Illegal("unknown_value", "after 'keep'", POLICY, 'after = "record"', 'after = "keep"', "1.1"),
    Illegal("missing_key", "lacks 'need'", POLICY, 'need = "basic"\n', "", "1.1"),
    Illegal("unknown_value", "need 'all'", POLICY, 'need = "basic"', 'need = "all"', "1.1"),
    Illegal("unknown_value", "id 'radar'", POLICY, 'id = "microphone"', 'id = "radar"', "1.1"),
    Illegal("unknown_value", "through 'radar'", POLICY, 'through = ["microphone"]', 'through = ["radar"]', "1.1"),
    Illegal("sensitive_consent", "missing: separate", POLICY, "separate = true\n", "", "1.1"),
    Illegal("sensitive_consent", "missing: why", POLICY, 'why = "用语音说明病情"\n', "", "1.1"),
    Illegal(
        "sensitive_consent", "missing: refusing", POLICY, '病情"\nrefusing = "不能发语音，可改用文字"', '病情"', "1.1"
    ),
    Illegal("separate_without_consent", "basis is contract", POLICY, 'basis = "consent"', 'basis = "contract"', "1.1"),
    Illegal("no_cost", "refusing it costs", POLICY, 'refusing = "不提供则不能问诊"\n', "", "1.1"),
    Illegal(
        "no_cost", "permission microphone", POLICY, '语音消息"\nrefusing = "不能发语音，可改用文字"', '语音消息"', "1.1"
    ),
    Illegal("missing_key", "lacks 'kind'", POLICY, 'kind = "app"\n', "", "5"),
    Illegal("unknown_value", "kind 'web'", POLICY, 'kind = "app"', 'kind = "web"', "5"),
    Illegal("undeclared_path", "我的→退出", POLICY, "更新前会通知您。", "可在我的 -> 退出中操作。", "7"),
    Illegal("path_not_in_text", "does not name it", POLICY, "您可以在我的→设置→账户信息中查看。", "可以查看。", "5"),
    Illegal("item_not_in_text", "'语音消息'", POLICY, "语音消息", "声音", "1.1", count=-1),
    Illegal("declared_twice", "item message_text", POLICY, 'id = "voice_note"', 'id = "message_text"', "1.1"),
    Illegal("purpose_twice", "first in clause 1.1", POLICY, "```\n\n## 2", SECOND_PURPOSE + "\n## 2", "1.2"),
    Illegal("toml", "not TOML", ITEMS, "[item.voice_note]", "[item.message_text]"),
    Illegal("unknown_key", "'sensitive'", ITEMS, "sensitivity", "sensitive"),
    Illegal("unknown_value", "sensitivity 'secret'", ITEMS, 'sensitivity = "sensitive"', 'sensitivity = "secret"'),
    Illegal("unknown_key", "'colour'", POLICY, 'need = "basic"', 'need = "basic"\ncolour = "red"', "1.1"),
    Illegal("unknown_key", "[[promise]]", POLICY, "[[measure]]", "[[promise]]", "2"),
    Illegal("unknown_key", "'does'", POLICY, 'kind = "app"', 'kind = "app"\ndoes = "看"', "5"),
    Illegal("unknown_key", "'mood'", POLICY, 'place = "cn"', 'place = "cn"\nmood = "good"'),
    Illegal("unknown_key", "'share'", RECIPIENTS, "[recipient.sms_gateway]", "[share.sms_gateway]"),
    Illegal("unknown_key", "'price'", RECIPIENTS, 'place = "cn"', 'place = "cn"\nprice = "1"'),
    Illegal("unknown_key", "'size'", STORAGE, 'kind = "cookie"', 'kind = "cookie"\nsize = "1"'),
    Illegal("unknown_item", "gets 'face'", RECIPIENTS, '["message_text"]', '["face"]'),
    Illegal("unknown_purpose", "'live'", RECIPIENTS, '["consultations"]', '["live"]'),
    Illegal(
        "unknown_value",
        "begins with https://",
        RECIPIENTS,
        'place = "cn"\n',
        'place = "cn"\npolicy_url = "javascript:1"\n',
    ),
    Illegal("missing_key", "lacks 'until'", RECIPIENTS, 'until = "发送后即删除"\n', ""),
    Illegal("missing_key", "lacks 'method'", RECIPIENTS, 'method = "HTTPS 接口"\n', ""),
    Illegal("missing_key", "lacks 'place'", RECIPIENTS, 'place = "cn"\n', ""),
    Illegal("missing_key", "lacks 'kind'", STORAGE, 'kind = "cookie"\n', ""),
    Illegal("unknown_value", "kind 'flash'", STORAGE, 'kind = "cookie"', 'kind = "flash"'),
    Illegal("missing_key", "'holds' is empty", STORAGE, 'holds = "随机编号"', 'holds = ""'),
    Illegal("missing_key", "lacks 'until'", STORAGE, 'until = "退出登录或14天"\n', ""),
    Illegal("front_matter", "before it is published", POLICY, "effective = 2026-01-05", "effective = 2026-01-04"),
    Illegal("front_matter", "the folder doctor 1.0.0", POLICY, 'version = "1.0.0"', 'version = "1.0.1"'),
    Illegal("unknown_value", "version '1.0'", POLICY, 'version = "1.0.0"', 'version = "1.0"'),
    Illegal("missing_key", "lacks 'published'", POLICY, "published = 2026-01-05\n", ""),
]


def test_the_sample_is_lawful(tmp_path: Path) -> None:
    assert lint(write_policy(tmp_path)) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}-{case.says}")
def test_an_illegal_policy_is_refused_by_name(tmp_path: Path, case: Illegal) -> None:
    folder = write_policy(tmp_path)
    text = (folder / case.file).read_text(encoding="utf-8")
    assert case.old in text
    (folder / case.file).write_text(text.replace(case.old, case.new, case.count), encoding="utf-8")

    found = [finding for finding in lint(folder) if finding.kind == case.kind and case.says in finding.message]

    assert found, [str(finding) for finding in lint(folder)]
    assert found[0].clause == case.clause
    assert found[0].where.startswith(f"doctor/1.0.0/{case.file}")


def test_a_measure_is_declared_once(tmp_path: Path) -> None:
    folder = write_policy(tmp_path)
    text = (folder / POLICY).read_text(encoding="utf-8")
    block = text[text.index("```declare\n[[measure]]") : text.index("## 3 ")]
    (folder / POLICY).write_text(text.replace("仅面向成年人。", f"仅面向成年人。\n\n{block}"), encoding="utf-8")

    assert [finding.kind for finding in lint(folder)] == ["measure_twice"]


def test_a_file_that_is_not_hashed_is_refused(tmp_path: Path) -> None:
    folder = write_policy(tmp_path)
    (folder / "notes.md").write_text("x", encoding="utf-8")

    assert [finding.kind for finding in lint(folder)] == ["extra_file"]


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [("9.9.9", "1.0.0", "supersedes_unknown"), ("2.0.0", "1.0.0", "supersedes_cycle")],
)
def test_a_chain_of_versions_ends(tmp_path: Path, first: str, second: str, kind: str) -> None:
    one = write_policy(tmp_path, more=f'supersedes = "{first}"\n')
    two = write_policy(tmp_path, number="2.0.0", more=f'supersedes = "{second}"\n')

    found = lint_role([one, two])

    assert {finding.kind for finding in found} == {kind}
    assert found[0].where == "doctor/1.0.0/policy.md:1"


def test_a_good_chain_is_lawful(tmp_path: Path) -> None:
    one = write_policy(tmp_path)
    two = write_policy(tmp_path, number="2.0.0", more='supersedes = "1.0.0"\n')

    assert lint_role([one, two]) == []


@pytest.mark.clause("0.1")
@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ('overlay_of = "doctor"\n', "overlay"),
        ('service = "consultations"\n', "overlay"),
        ('overlay_of = "doctor"\nservice = "followups"\n', "overlay_purpose"),
        ('overlay_of = "doctor"\nservice = "consult"\n', "overlay_purpose"),
    ],
)
def test_an_overlay_names_its_base_and_stays_inside_its_service(tmp_path: Path, more: str, kind: str) -> None:
    assert [each.kind for each in lint(write_policy(tmp_path, role="special", more=more))] == [kind]


@pytest.mark.clause("0.1")
def test_an_overlay_keeps_its_items_under_the_classes_of_its_base(tmp_path: Path) -> None:
    more = 'overlay_of = "doctor"\nservice = "consultations"\n'
    base = load(write_policy(tmp_path))
    same = load(write_policy(tmp_path, role="special", more=more))
    longer = load(write_policy(tmp_path, role="other", more=more, items=ITEM_FILE.replace("P3Y", "P4Y")))
    assert not list(overlay_findings(same, base))
    assert [each.kind for each in overlay_findings(longer, base)] == ["overlay_class"]
    assert [each.kind for each in overlay_findings(same, base, [longer])] == ["overlay_twice"]
    assert [each.kind for each in overlay_findings(same, None)] == ["overlay"]


def test_one_consent_covers_no_two_recipients(tmp_path: Path) -> None:
    """PIPL 23: each that needs a separate consent needs its own."""
    found = lint(write_policy(tmp_path / "a", recipients=TWO_SHARE))
    assert [each.kind for each in found] == ["shared_consent"] and "voice_note for consultations" in found[0].message
    assert not lint(write_policy(tmp_path / "b", recipients=RECIPIENT_FILE + LABORATORY))
    own = TWO_SHARE.replace("separate = true", "separate = false", 1)
    assert not lint(write_policy(tmp_path / "c", recipients=own))
