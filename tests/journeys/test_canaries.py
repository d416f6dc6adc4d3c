"""What a consultation and the rooms around it left behind, searched for their words, names, numbers and pictures:
nothing lies in the clear."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import canaries, planting
from tests.journeys.arriving import Papers, approve, fill_papers, open_review
from tests.journeys.canaries import Pattern
from tests.journeys.consulting import (
    PATIENCE,
    Consultation,
    Story,
    accept,
    ask,
    expect_state,
    hold_to_talk,
    pick,
    said,
    say,
)
from tests.journeys.phone import Phone
from tests.journeys.product import Product
from yinuo.runtime.postgres import OWNER, SUPERUSER, Cluster
from yinuo.wallet.bank.numbers import spaced

pytestmark = [pytest.mark.clause("4.3"), pytest.mark.clause("1.2")]
REVIEWER = "19900000021"
DOCTOR, PATIENT = "19876543217", "19765432183"
PAPERS = Papers(
    name="沐青岚卡纳",
    city="琥珀川市",
    hospital="琥珀川第九十七医院",
    department="鹦鹉螺内科",
    department_phone="0871-7654321",
    consult_price="0",
    introduction="金丝雀之歌：专看琥珀川一带的旧病复诊。",
)
STORY = Story(
    complaint="我的金丝雀不唱歌了，膝盖夜里像琥珀一样发烫。",
    statement="去年在鹦鹉螺诊所诊断为琥珀膝。",
    name="🐤 ليلى كناري",
    allergies="羽毛提取物卡纳林，起风团",
    drugs="琥珀止歌片，每晚半片",
)
CORRECTION = "请把鹦鹉螺内科写成执照上的全称"
CORRECTED = "鹦鹉螺羽科与内分泌科"
TEXTS = ("金丝雀今天又开口了 canary-sings-7f3a", "那就把琥珀止歌片减到四分之一 taper-9c1e")
NOTE = "琥珀膝好转，金丝雀可以再唱一个夏天。"
PLANTED = "这是故意种下的一只鸟 planted-bird-44"


@dataclass
class Left:
    """``places`` by name: everything that the product wrote. ``patterns`` are the values of the consultation."""

    patterns: list[Pattern] = field(default_factory=list)
    places: dict[str, bytes] = field(default_factory=dict)
    with_place: list[str] = field(default_factory=list)

    def file(self, name: str, content: bytes) -> None:
        self.patterns += canaries.of_file(name, content)


def kept_by(phone: Phone, left: Left, path: str) -> None:
    """Everything that this page shows or plays, as it is served."""
    page = phone.go(path)
    expect(page.locator("media-picture img, voice-note").first).to_be_attached(timeout=PATIENCE)
    for source in page.locator("main img[src^='/'], main voice-note[src]").evaluate_all(
        "all => all.map(one => one.getAttribute('src'))"
    ):
        served = phone.context.request.get(source)
        assert served.status == 200, source
        left.file(source, served.body())
        if served.headers["content-type"].startswith("image/") and canaries.place_of(served.body()):
            left.with_place.append(source)


def picture(left: Left, path: Path) -> Path:
    left.file(path.name, canaries.photograph(path))
    return path


def qualified(browser: Browser, product: Product, left: Left, folder: Path) -> Phone:
    """Registered, with papers that were corrected once and approved."""
    phone, desk = Phone(browser, product), Phone(browser, product, width=1280, height=800)
    phone.register("doctor", DOCTOR)
    fill_papers(phone, PAPERS)
    for item in ("licence", "portrait", "personal_photo"):
        section = phone.page.locator(f"section#{item}")
        pick(phone.page, section.get_by_role("button", name="从相册选"), picture(left, folder / f"{item}.jpg"))
        expect(section.locator("img.photo-preview")).to_be_visible(timeout=PATIENCE)
        section.get_by_role("button", name="保存这张照片").click()
        expect(section.locator("media-picture img")).to_be_visible(timeout=PATIENCE)
    kept_by(phone, left, "/credentials/pictures/")
    phone.press("下一步：核对并提交")
    phone.press("提交审核")
    expect(phone.page.get_by_text("资料已提交")).to_be_visible(timeout=PATIENCE)
    desk.log_in("staff", REVIEWER)
    review = open_review(desk, PAPERS.name)
    review.locator("input[name=mark][value=department]").check()
    review.locator("input[name=note-department]").fill(CORRECTION)
    desk.press("退回，请补正")
    expect(review.get_by_text(CORRECTION).first).to_be_visible(timeout=PATIENCE)
    phone.go("/credentials/fields/").locator("[name=department]").fill(CORRECTED)
    phone.press("同意，下一步")
    expect(phone.page.get_by_role("heading", name="上传照片")).to_be_visible(timeout=PATIENCE)
    phone.go("/credentials/")
    phone.press("再次提交审核")
    expect(phone.page.get_by_text("资料已提交")).to_be_visible(timeout=PATIENCE)
    approve(desk, PAPERS.name)
    desk.close()
    return phone


def talked(doctor: Phone, browser: Browser, product: Product, left: Left, folder: Path) -> Consultation:
    """Asked, accepted, talked in all four ways, and closed with a note."""
    patient = Phone(browser, product, allow=("camera", "microphone", "notifications"))
    patient.register("patient", PATIENT)
    made = ask(patient, picture(left, folder / "diagnosis.jpg"), STORY, PAPERS.name)
    accept(doctor, made)
    patient.go(f"/patient/consultations/{made}/")
    for phone, text in zip((patient, doctor), TEXTS, strict=True):
        expect_state(say(phone, text), "已读")
    pick(doctor.page, doctor.page.get_by_role("button", name="从相册选"), picture(left, folder / "plan.jpg"))
    expect_state(doctor.page.locator(".message[data-kind=album]"), "已读")
    hold_to_talk(patient)
    expect_state(patient.page.locator(".message[data-kind=voice]"), "已读")
    kept_by(doctor, left, f"/doctor/consultations/{made}/")
    doctor.press("结束")
    doctor.page.locator("textarea[name=note]").fill(NOTE)
    doctor.page.locator("input[name=revisit]").check()
    doctor.press("结束问诊")
    expect(patient.page.get_by_text(NOTE)).to_be_visible(timeout=PATIENCE)
    expect(said(patient, TEXTS[1])).to_be_visible()
    return Consultation(made, doctor, patient)


def planted_around(talk: Consultation) -> list[str]:
    """In the rooms around the consultation; what a device of the patient's is reached by."""
    planting.follow_up(talk.doctor, talk.patient)
    planting.bind_card(talk.doctor)
    planting.draft_article(talk.doctor)
    planting.ask_as_follower(talk.patient)
    planting.invited(talk.doctor)
    return planting.subscribe(talk.patient)


def plant(cluster: Cluster, home: Path) -> None:
    """One bird in each kind of place, each written in another way."""
    with psycopg.connect(cluster.url(OWNER), autocommit=True) as connection:
        connection.execute("CREATE TABLE planted (plain text, octets bytea)")
        connection.execute("INSERT INTO planted VALUES (%s, %s)", [PLANTED, PLANTED.encode("utf-16-le")])
    (home / "media" / "planted").write_bytes(bytes(512) + PLANTED.encode("gb18030"))
    with cluster.log.open("a", encoding="utf-8") as log:
        log.write(f'{{"complaint": "{PLANTED.encode("unicode_escape").decode()}"}}\n')


@pytest.fixture(scope="module")
def left(mutant: str, template: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Left]:
    """A consultation from end to end; then everything is read that the product wrote anywhere."""
    product, kept = Product(mutant, template), Left()
    folder = tmp_path_factory.mktemp("canaries")
    try:
        product.start()
        doctor = qualified(browser, product, kept, folder)
        planting.invite(doctor)
        talk = talked(doctor, browser, product, kept, folder)
        reached_by = planted_around(talk)
        sessions = [
            cookie["value"]
            for phone in (talk.doctor, talk.patient)
            for cookie in phone.context.cookies()
            if cookie["name"] == "yinuo_session"
        ]
        talk.close()
        kept.patterns += values(sessions) + around(reached_by)
        cluster = Cluster(product.home / "postgres")
        plant(cluster, product.home)
        kept.places |= canaries.files(cluster.data / "pg_wal", "before the checkpoint: pg_wal/")
        with psycopg.connect(cluster.url(SUPERUSER), autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        dump = [str(cluster.binaries / "pg_dump"), "--dbname", cluster.url(SUPERUSER)]
        kept.places["the dump"] = subprocess.run(dump, check=True, capture_output=True).stdout
        product.stop()
        kept.places |= canaries.files(product.home)
        kept.places |= canaries.files(cluster.data, "the cluster: ")
        kept.places["what the product said"] = "".join(product.lines).encode()
        yield kept
    finally:
        product.leave()


def values(sessions: list[str]) -> list[Pattern]:
    """Every text, name and number of the consultation, with the keys of its log-ins."""
    texts = [*vars(PAPERS).values(), *vars(STORY).values(), CORRECTION, CORRECTED, *TEXTS, NOTE, *sessions]
    made = [pattern for text in texts if len(text) > 4 for pattern in canaries.of_text(text, text)]
    for number in (DOCTOR, PATIENT):
        made += canaries.of_number(number, number)
    return [*made, *canaries.of_place()]


def around(reached_by: list[str]) -> list[Pattern]:
    """What was planted in the rooms around it."""
    texts = [*planting.ARTICLE, planting.QUESTION, planting.MEASURED, planting.CALLED, planting.INVITED[0], *reached_by]
    texts += [planting.ID_NUMBER, planting.CARD, spaced(planting.CARD)]
    made = [pattern for text in texts for pattern in canaries.of_text(text, text)]
    for number in (planting.BANK_PHONE, planting.INVITED[1]):
        made += canaries.of_number(number, number)
    return made


def test_a_planted_bird_is_found_in_each_kind_of_place(left: Left) -> None:
    birds = {line.partition(": ")[2] for line in canaries.found(canaries.of_text("bird", PLANTED), left.places)}
    assert {"the dump", "media/planted"} <= birds
    assert any("base" in Path(place).parts for place in birds), "a table's own file"
    assert any("pg_wal" in place for place in birds)
    assert any(place.endswith("postgres.log") for place in birds)
    ways = {line.partition(": ")[0] for line in canaries.found(canaries.of_text("bird", PLANTED), left.places)}
    assert {"bird, utf-8", "bird, utf-16-le, hex", "bird, gb18030", "bird, JSON"} <= ways


def test_a_picture_and_a_number_would_be_found(left: Left) -> None:
    whole = b"".join(pattern.octets for pattern in left.patterns)
    assert {line.partition(": ")[0] for line in canaries.found(left.patterns, {"all": whole})} == {
        pattern.name for pattern in {pattern.octets: pattern for pattern in left.patterns}.values()
    }
    kinds = " ".join(pattern.name for pattern in left.patterns)
    planted = (planting.CARD, planting.ID_NUMBER, planting.QUESTION, planting.MEASURED, planting.INVITED[1], "/push/")
    for part in (DOCTOR, PATIENT, "licence.jpg", "diagnosis.jpg", "plan.jpg", "/media/", "camera", NOTE, *planted):
        assert part in kinds


def test_nothing_of_the_consultation_lies_anywhere_in_the_clear(left: Left) -> None:
    assert canaries.found(left.patterns, left.places) == []


def test_a_picture_is_served_without_the_place_where_it_was_taken(left: Left) -> None:
    assert left.with_place == []
