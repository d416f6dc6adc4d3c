"""The privacy officer's desk of policies (clause 7)."""

from uuid import UUID

import pytest
from django.test import Client

from yinuo.accounts.api import open_account, session_for
from yinuo.promise.models import Draft, InForce, PolicyAct
from yinuo.promise.policy.tests.conftest import shelf  # noqa: F401 - the fixture

pytestmark = [pytest.mark.django_db, pytest.mark.clause("7"), pytest.mark.usefixtures("shelf")]
DESK = "/console/policies/"
SOURCE = 'id = "message_text"\nneed = "basic"\nbasis = "contract"\nsource = ["given"]'


@pytest.fixture
def officer() -> Client:
    return session_for(
        Client(), open_account(role="staff", number="13800138320", name="江若水", desk="privacy_officer")
    )


@pytest.fixture
def second() -> Client:
    return session_for(
        Client(), open_account(role="staff", number="13800138321", name="方知微", desk="privacy_officer")
    )


def begun(browser: Client) -> str:
    address: str = browser.post(f"{DESK}begin/", {"policy": "doctor"})["Location"]
    return address


def text_of(draft: str) -> str:
    return str(Draft.objects.get(pk=UUID(draft.rstrip("/").rsplit("/", 1)[1])).files["policy.md"])


def keep(browser: Client, draft: str, text: str, revision: int, file: str = "policy.md") -> object:
    return browser.post(f"{draft}{file}/", {"text": text, "revision": str(revision)})


def test_from_a_draft_to_publication_and_back(officer: Client) -> None:
    draft = begun(officer)
    wider = text_of(draft).replace(SOURCE, SOURCE.replace('["given"]', '["given", "automatic"]'))
    assert keep(officer, draft, wider, 1)["Location"].endswith("?saved")  # type: ignore[index]
    page = officer.get(draft).content.decode()
    assert "要重新征求确认" in page and "新增一种来源" in page and "服务方式变了" in page
    shown = officer.get(f"{draft}preview/").content.decode()
    assert "预览：医生 V4.3.0" in shown
    today = page.split('id="effective"')[1].split('value="')[1].split('"')[0]
    answer = officer.post(f"{draft}publish/", {"revision": "2", "effective": today, "letter": "f"})
    assert answer["Location"] == DESK and InForce.objects.get(role="doctor").number == "4.3.0"
    assert PolicyAct.objects.get(kind="published").note == f"af {today}"
    desk = officer.get(DESK).content.decode()
    assert "撤回 V4.3.0" in desk and "我（专员 1）" in desk
    officer.post(f"{DESK}retract/", {"policy": "doctor", "number": "4.3.0"})
    assert InForce.objects.get(role="doctor").number == "4.3.1"


def test_a_fault_stands_beside_its_line_in_chinese(officer: Client) -> None:
    draft = begun(officer)
    broken = text_of(draft).replace("### 1.9 直播", "### 1.13 直播")
    line = broken[: broken.index("### 1.10 ")].count("\n") + 1
    keep(officer, draft, broken, 1)
    page = officer.get(f"{draft}policy.md/").content.decode()
    assert (
        "编号有缺口" in page and f'data-line="{line}"' in page and f"{line}" in page.split('lines="')[1].split('"')[0]
    )
    refused = officer.post(f"{draft}publish/", {"revision": "2", "effective": "2099-01-01"})
    assert refused.status_code == 409 and "处要改，才能发布" in refused.content.decode()


def test_the_second_officer_is_told_and_keeps_what_was_typed(officer: Client, second: Client) -> None:
    draft = begun(officer)
    text = text_of(draft)
    keep(officer, draft, f"{text}\n先存的一行\n", 1)
    answer = keep(second, draft, f"{text}\n后写的一行\n", 1)
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 409 and "另一位专员" in page  # type: ignore[attr-defined]
    assert "+后写的一行" in page and "-先存的一行" in page and 'name="revision" value="2"' in page
    assert "先存的一行" in text_of(draft) and "后写的一行" not in text_of(draft)


@pytest.mark.parametrize(("size", "status"), [(700_000, 400), (300_000, 302)])
def test_a_text_that_is_too_long_is_told_and_stays_in_the_editor(officer: Client, size: int, status: int) -> None:
    draft = begun(officer)
    answer = keep(officer, draft, "字" * size, 1)
    assert answer.status_code == status  # type: ignore[attr-defined]
    if status == 400:
        page = answer.content.decode()  # type: ignore[attr-defined]
        assert "一份文件最多 1000 KB" in page and page.count("字" * 1000) == 700


def test_a_published_draft_takes_no_more_words(officer: Client, second: Client) -> None:
    draft = begun(officer)
    wider = text_of(draft).replace(SOURCE, SOURCE.replace('["given"]', '["given", "automatic"]'))
    keep(officer, draft, wider, 1)
    page = officer.get(draft).content.decode()
    today = page.split('id="effective"')[1].split('value="')[1].split('"')[0]
    officer.post(f"{draft}publish/", {"revision": "2", "effective": today})
    answer = keep(second, draft, f"{wider}\n还想加一行\n", 2)
    said = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 409 and "已经作为 V4.3.0 发布" in said and "还想加一行" in said  # type: ignore[attr-defined]
    assert "发布" in officer.get(draft).content.decode() and 'id="publish"' not in officer.get(draft).content.decode()


@pytest.mark.parametrize("day", ["", "yesterday", "2020-01-01"])
def test_a_day_that_is_none_is_told(officer: Client, day: str) -> None:
    draft = begun(officer)
    keep(officer, draft, text_of(draft).replace("先说三件最要紧的事", "先说最要紧的三件事"), 1)
    answer = officer.post(f"{draft}publish/", {"revision": "2", "effective": day})
    assert answer.status_code == 409 and "不能早于今天" in answer.content.decode()


def test_what_is_not_there_is_not_found_and_other_desks_see_nothing(officer: Client) -> None:
    draft = begun(officer)
    assert officer.get(f"{draft}secrets.toml/").status_code == 404
    assert officer.post(f"{DESK}begin/", {"policy": "nobody"}).status_code == 400
    officer.post(f"{draft}discard/")
    assert officer.get(draft).status_code == 404 and officer.post(f"{draft}discard/").status_code == 409
    auditor = session_for(Client(), open_account(role="staff", number="13800138322", name="谢长青", desk="audit"))
    assert auditor.get(DESK).status_code == 404
