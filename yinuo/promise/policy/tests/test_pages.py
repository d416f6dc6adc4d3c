from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client
from pytest_django import Settings

from yinuo.promise.models import InForce
from yinuo.promise.policy import library
from yinuo.promise.policy.compare import marked
from yinuo.promise.policy.reading import as_html, as_plain, filled
from yinuo.promise.policy.tests.samples import TALKING, write_policy

pytestmark = [pytest.mark.django_db, pytest.mark.clause("7")]

IDLE = TALKING.replace("offered = true", "offered = false").replace("1.1 问诊功能", "1.2 语音门诊")
IDLE = IDLE.replace('"consultations"', '"calls"').replace("与患者图文、语音问诊", "与患者通话")


@pytest.fixture
def policies(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """1.0.0, and 1.1.0 in force: a second clause that is not offered, and another sentence in 1.1."""
    write_policy(tmp_path)
    changed = TALKING.replace("您可以发送文字消息", "在问诊中，您可以发送文字消息")
    write_policy(tmp_path, number="1.1.0", more='supersedes = "1.0.0"\n', talking=changed + IDLE)
    settings.YINUO_POLICY_FOLDERS = [tmp_path]
    library.cache_clear()
    InForce.objects.update_or_create(role="doctor", defaults={"number": "1.1.0"})
    yield tmp_path
    library.cache_clear()


def test_anybody_reads_the_version_in_force(client: Client, policies: Path) -> None:
    page = client.get("/policy/doctor/")

    assert page.status_code == 200 and not page.cookies
    text = page.content.decode()
    for said in ("V1.1.0", "当前版本", 'href="#1"', 'id="1.1"', "查看上个版本", "您的单独同意", "3年", "不能发语音"):
        assert said in text
    assert "查看当前版本" not in text and "{operator}" not in text


def test_what_is_not_offered_says_so_and_what_nobody_built_is_done_by_hand(client: Client, policies: Path) -> None:
    text = client.get("/policy/doctor/1.1.0/").content.decode()

    assert text.count("本版暂未提供") == 1
    assert text.index("与患者通话") < text.index("本版暂未提供")
    assert "由人工办理的，请拨打" in text


def test_an_older_version_stays_readable_and_says_which_one_is_current(client: Client, policies: Path) -> None:
    text = client.get("/policy/doctor/1.0.0/").content.decode()

    assert "现在生效的是 V1.1.0" in text and 'href="/policy/doctor/1.1.0/"' in text
    assert "查看上个版本" not in text


def test_what_differs_is_marked_word_by_word(client: Client, policies: Path) -> None:
    text = client.get("/policy/doctor/1.1.0/differences?from=1.0.0").content.decode()

    assert '<ins class="diff-added">在问诊中，</ins>您可以发送文字消息' in text
    assert "写明功能“与患者通话”，本版暂未提供。" in text and 'id="1.2"' in text
    assert 'id="3"' not in text


def test_a_version_can_be_kept_as_a_file(client: Client, policies: Path) -> None:
    answer = client.get("/policy/doctor/1.1.0/policy.md")

    assert answer["Content-Disposition"] == 'attachment; filename="yinuo-doctor-1.1.0.md"'
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert "## 1 我们如何收集和使用您的个人信息" in answer.content.decode()


def test_a_clause_is_found_in_the_version_in_force(client: Client, policies: Path) -> None:
    assert client.get("/policy/doctor/clause/1.1/")["Location"] == "/policy/doctor/1.1.0/#1.1"


@pytest.mark.parametrize(
    "path",
    [
        "/policy/nobody/",
        "/policy/doctor/9.9.9/",
        "/policy/doctor/1.1.0/differences?from=9.9.9",
        "/policy/doctor/clause/9.9/",
        "/policy/doctor/..%2f..%2fetc/",
    ],
)
def test_what_does_not_exist_is_not_found(client: Client, policies: Path, path: str) -> None:
    assert client.get(path).status_code == 404


def test_html_in_a_policy_is_text_and_an_operators_name_stays_a_name(settings: Settings) -> None:
    class Operator:
        name = "<b>某医院</b>**"

    settings.YINUO_OPERATOR = Operator()

    assert as_html("甲<script>x</script> {operator} {phone}") == (
        "<p>甲&lt;script&gt;x&lt;/script&gt; &lt;b&gt;某医院&lt;/b&gt;** {phone}</p>\n"
    )
    assert "javascript:" not in as_html("[点](javascript:alert)").replace("](javascript:alert)", "")
    assert filled("{operator}") == "<b>某医院</b>**"


def test_a_small_change_marks_only_its_words() -> None:
    assert [(part.kind, part.text) for part in marked("存放十五年后删除。", "存放三年后删除。")] == [
        ("same", "存放"),
        ("removed", "十五"),
        ("added", "三"),
        ("same", "年后删除。"),
    ]
    assert [part.kind for part in marked("甲乙丙丁", "完全不同的话")] == ["removed", "same", "added"]
    assert as_plain("**重点**\n- 一\n- ~~二~~") == "重点\n· 一\n· 二"


def test_a_form_field_says_why_and_what_leaving_it_out_costs(policies: Path) -> None:
    page = Template('{% load yinuo_policy %}{% clause_line "doctor" "consultations" "voice_note" %}')

    line = page.render(Context())

    assert "用语音说明病情" in line and "不能发语音，可改用文字" in line
    assert 'href="/policy/doctor/1.1.0/#1.1"' in line
    silent = Template('{% load yinuo_policy %}{% clause_line "doctor" "calls" "voice_note" %}')
    assert silent.render(Context()).strip() == ""
