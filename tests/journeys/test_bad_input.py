"""What nobody should send, sent to the running product: the status, a sentence that helps, nothing in the logs."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.journeys import canaries
from tests.journeys.consulting import (
    PATIENCE,
    STORY,
    Consultation,
    begin_consultation,
    expect_state,
    new_number,
    said,
    say,
)
from tests.journeys.phone import Phone
from tests.journeys.product import Product
from yinuo.media.tests import samples
from yinuo.runtime.postgres import OWNER, Cluster

pytestmark = pytest.mark.clause("1.2")
NAME = "🐼👩‍⚕️ محمد علي"
FILE = "kept-out-of-every-log-5521"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SPEAK = """async (frames) => {
    const socket = new WebSocket(location.origin.replace("http", "ws") + "/socket");
    const heard = [];
    const closed = new Promise(done => { socket.onclose = ({ code }) => done(code); });
    socket.onmessage = ({ data }) => {
        const said = JSON.parse(data);
        heard.push(said);
        if (said.event === "welcome") for (const frame of frames) socket.send(frame);
    };
    return { code: await closed, heard };
}"""


def said_nothing(product: Product, *values: str) -> None:
    """None of these stands in what the processes said, or in the database's log."""
    logs = {"what the product said": "".join(product.lines).encode()}
    logs["the database's log"] = Cluster(product.home / "postgres").log.read_bytes()
    patterns = [pattern for value in values for pattern in canaries.of_text(value, value)]
    assert canaries.found(patterns, logs) == []


def posted(page: Page, act: Callable[[], None]) -> Response:
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        act()
    return answer.value


def ask_for_code(phone: Phone, number: str) -> Response:
    """The answer to one request for a log-in code."""
    phone.go("/accounts/patient/login/").get_by_label("手机号码").fill(number)
    return posted(phone.page, lambda: phone.press("获取验证码"))


def answer_with(phone: Phone, code: str) -> tuple[int, str]:
    """Status and the sentence for this code."""
    phone.page.get_by_label("验证码").fill(code)
    status = posted(phone.page, lambda: phone.press("登录")).status
    return status, "" if status == 302 else phone.page.get_by_role("alert").inner_text()


@pytest.mark.clause("1.1a")
def test_wrong_used_void_and_expired_codes_are_each_told(product: Product, browser: Browser) -> None:
    phone, other = Phone(browser, product), Phone(browser, product)
    number = new_number()
    phone.register("patient", number)
    phone.context.clear_cookies()

    def sent() -> str:
        before = len(product.messages())
        assert ask_for_code(phone, number).status == 302
        return product.code(number, after=before)

    code = sent()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert answer_with(phone, wrong) == (400, "验证码不正确，还可以再试 4 次。")
    assert answer_with(phone, "12x") == (400, "验证码是短信里的 6 位数字，请核对后再填。")
    other.go(phone.page.url)
    assert answer_with(phone, code)[0] == 302
    assert answer_with(other, code) == (400, "这个验证码已经用过了，每个验证码只能用一次。请重新获取验证码。")

    phone.context.clear_cookies()
    code = sent()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert [answer_with(phone, wrong)[0] for _ in range(5)] == [400] * 5
    assert answer_with(phone, code) == (400, "连续填错 5 次，这个验证码已作废。请重新获取验证码。")

    code = sent()
    with psycopg.connect(Cluster(product.home / "postgres").url(OWNER), autocommit=True) as connection:
        connection.execute("UPDATE accounts_logincode SET expires_at = now() WHERE used_at IS NULL")
    assert answer_with(phone, code) == (400, "验证码已过期（5 分钟内有效）。请重新获取验证码。")
    said_nothing(product, number)
    for one in (phone, other):
        one.close()


@pytest.mark.clause("1.1a")
def test_the_sixth_request_in_a_minute_is_told_how_long_to_wait(product: Product, browser: Browser) -> None:
    phone, number = Phone(browser, product), new_number()
    assert [ask_for_code(phone, number).status for _ in range(5)] == [302] * 5
    assert ask_for_code(phone, number).status == 400
    expect(phone.page.get_by_role("alert")).to_have_text(re.compile("验证码请求过于频繁，请等 [0-9]+ 秒后再试"))
    expect(phone.page.get_by_label("手机号码")).to_have_value(number)
    said_nothing(product, number)
    phone.close()


@pytest.mark.clause("1.1a")
@pytest.mark.parametrize("typed", ["1380013", "not-a-number-77123", "١٩٨٧٦٥", "+8613800", "<b>19876500000</b>"])
@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_a_malformed_number_gets_a_sentence_in_ones_own_language(
    product: Product, browser: Browser, typed: str, locale: str
) -> None:
    phone = Phone(browser, product, locale=locale)
    page = phone.go("/accounts/patient/login/")
    page.locator("input[name=number]").fill(typed)
    answer = posted(page, lambda: page.locator("button[type=submit][form]").click())
    assert answer.status == 400
    sentence = page.get_by_role("alert").inner_text()
    assert bool(CHINESE.search(sentence)) == (locale == "zh-CN"), sentence
    assert sentence.strip().endswith(("。", ".")), sentence
    expect(page.locator("input[name=number]")).to_have_value(typed)
    said_nothing(product, typed)
    phone.close()


@pytest.fixture(scope="module")
def talk(product: Product, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Consultation]:
    """Both sides have agreed to everything that can be sent."""
    folder = tmp_path_factory.mktemp("talk")
    made = begin_consultation(product, browser, folder, story=replace(STORY, name=NAME))
    made.patient.go("/me/settings/account/privacy/")
    for name in ("拍摄的照片", "相册图片", "语音消息"):
        allow = made.patient.page.get_by_role("button", name=f"同意：{name}", exact=True)
        if allow.count():
            allow.click()
            expect(allow).to_have_count(0)
    made.patient.go(f"/patient/consultations/{made.id}/")
    yield made
    made.close()


def upload(talk: Consultation, kind: str, content: bytes, claims: str, language: str = "zh") -> httpx.Response:
    """As the patient's page posts it; not through the browser, which takes minutes for fifty megabytes of a test."""
    phone = talk.patient
    token = phone.page.locator("meta[name=yinuo-csrf]").get_attribute("content")
    return httpx.post(
        f"{phone.product.address}/consultations/{talk.id}/media/",
        data={"client_id": str(uuid4()), "kind": kind},
        files={"file": (f"{FILE}.{claims.split('/')[1]}", content, claims)},
        headers={"X-CSRFToken": str(token), "Accept": "application/json", "Accept-Language": language},
        cookies={str(one.get("name")): str(one.get("value")) for one in phone.context.cookies()},
        timeout=120,
    )


BAD_FILES: dict[str, tuple[str, Callable[[], bytes], str, int, str]] = {
    "a page called a picture": (
        "photo",
        lambda: b"<!doctype html><script>1</script>",
        "image/jpeg",
        415,
        "not_a_picture",
    ),
    "a picture of another kind": (
        "photo",
        lambda: samples.photograph(form="PNG"),
        "image/jpeg",
        415,
        "not_what_it_says",
    ),
    "a drawing with a program": ("photo", samples.drawing, "image/svg+xml", 415, "drawing"),
    "a drawing called a photograph": ("photo", samples.drawing, "image/jpeg", 415, "drawing"),
    "fifty megabytes": ("photo", lambda: samples.photograph() + bytes(50 * 2**20), "image/jpeg", 413, "too_big"),
    "half a picture": ("photo", lambda: samples.photograph(noise=True)[:9000], "image/jpeg", 422, "damaged"),
    "an empty picture": ("photo", bytes, "image/jpeg", 422, "empty"),
    "an empty recording": ("voice", bytes, "audio/webm", 422, "empty"),
    "ten minutes": (
        "voice",
        lambda: samples.recording(600, bit_rate=8_000, silent=True),
        "audio/webm",
        413,
        "too_long",
    ),
    "a picture called a recording": ("voice", samples.photograph, "audio/webm", 415, "not_a_sound"),
    "a film": ("voice", lambda: samples.recording(1, video=True), "audio/webm", 415, "moving"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_can_not_be_taken_is_told_in_both_languages(talk: Consultation, name: str) -> None:
    kind, make, claims, status, code = BAD_FILES[name]
    content = make()
    for language in ("zh", "en"):
        answer = upload(talk, kind, content, claims, language)
        told = answer.json()
        assert (answer.status_code, told["error"]) == (status, code), told
        assert bool(CHINESE.search(told["sentence"])) == (language == "zh"), told
        assert told["sentence"].endswith(("。", ".")), told
    said_nothing(talk.patient.product, FILE)


@pytest.mark.parametrize("make", [samples.polyglot, lambda: samples.photograph(noise=True)], ids=["polyglot", "place"])
def test_of_a_picture_only_the_picture_is_kept(talk: Consultation, make: Callable[[], bytes]) -> None:
    taken = upload(talk, "photo", make(), "image/jpeg")
    assert taken.status_code == 201, taken.text
    served = talk.patient.context.request.get(f"/consultations/{talk.id}/media/{taken.json()['media']}/")
    assert served.headers["content-type"] == "image/jpeg"
    assert not canaries.place_of(served.body())
    for piece in (b"script", b"PK\x03\x04", samples.CAMERA.encode(), b"written by hand"):
        assert piece not in served.body()


@pytest.mark.parametrize(
    ("frame", "code", "error"),
    [
        ("这不是 JSON", 4400, "not_understood"),
        (json.dumps({"command": "consultations.erase", "text": FILE}), 4400, "not_understood"),
        (json.dumps({"command": "ping", "text": FILE}), 4400, "not_understood"),
        (json.dumps({"command": "consultations.send", "text": FILE + "长" * 350_000}), 4413, "too_large"),
    ],
    ids=["no JSON", "undeclared", "too much in it", "a megabyte"],
)
def test_a_frame_that_is_no_command_ends_the_socket_with_a_sentence(
    talk: Consultation, frame: str, code: int, error: str
) -> None:
    told = talk.patient.page.evaluate(SPEAK, [frame])
    assert told["code"] == code
    assert told["heard"][-1]["code"] == error
    assert told["heard"][-1]["sentence"].endswith("。")
    said_nothing(talk.patient.product, FILE)
    expect_state(say(talk.patient, f"页面自己的连接照常 {uuid4()}"), "已读")


def test_a_megabyte_that_is_pasted_stays_where_it_can_be_cut(talk: Consultation) -> None:
    page = talk.patient.page
    page.get_by_label("写给对方").fill("长" * 350_000)
    page.get_by_role("button", name="发送", exact=True).click()
    expect(page.get_by_text("这条消息太长，没有发送。请分成几条再发")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_label("写给对方")).to_have_value("长" * 350_000)
    expect_state(say(talk.patient, "短一些的"), "已读")
    expect(talk.doctor.page.get_by_text(re.compile("长{50}"))).to_have_count(0)


def test_a_name_of_signs_and_from_right_to_left_stands_by_itself(talk: Consultation) -> None:
    page = talk.doctor.go("/doctor/")
    shown = page.locator("bdi").filter(has_text="محمد علي").first
    expect(shown).to_have_text(NAME)
    assert shown.evaluate("node => getComputedStyle(node).unicodeBidi") == "isolate"
    talk.doctor.go(f"/doctor/consultations/{talk.id}/")
    text = "עברית 🩺 \u202eabc"
    say(talk.doctor, text)
    expect(said(talk.patient, text)).to_have_count(1, timeout=PATIENCE)


def test_two_tabs_without_a_network_send_each_message_once(talk: Consultation) -> None:
    patient = talk.patient
    first, second = patient.page, patient.context.new_page()
    second.goto(first.url)
    expect(second.locator("message-composer")).to_be_visible(timeout=PATIENCE)
    patient.context.set_offline(True)
    texts = ["第一个标签页写的", "第二个标签页写的"]
    for page, text in zip((first, second), texts, strict=True):
        patient.page = page
        expect(say(patient, text).locator(".message-state")).to_have_text("待发送", timeout=PATIENCE)
    patient.context.set_offline(False)
    patient.page = first
    for text in texts:
        for page in (first, second, talk.doctor.page):
            expect(page.locator(".message").filter(has=page.get_by_text(text, exact=True))).to_have_count(
                1, timeout=PATIENCE
            )
    expect(said(patient, texts[1])).to_have_attribute("data-mine", "")
    second.close()


@pytest.mark.parametrize("place", ["/patient/consultations/{}/", f"/consultations/{{}}/media/{UUID(int=1)}/"])
def test_somebody_elses_consultation_is_told_like_one_that_does_not_exist(
    talk: Consultation, browser: Browser, place: str
) -> None:
    stranger = Phone(browser, talk.patient.product)
    stranger.register("patient", new_number())
    theirs, nothing = (stranger.context.request.get(place.format(made)) for made in (talk.id, uuid4()))
    tokens = re.compile(r'content="[^"]*"|value="[^"]*"')
    assert theirs.status == nothing.status == 404
    assert tokens.sub("", theirs.text()) == tokens.sub("", nothing.text())
    assert "没有找到" in theirs.text() or "不存在" in theirs.text()
    stranger.close()
