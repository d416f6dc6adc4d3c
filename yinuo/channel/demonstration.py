"""A fictional health account for the demonstration and for tests: the author's acts, the desk's, a reader's."""

import math
import struct
import wave
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from yinuo.channel import actions
from yinuo.channel.access import PURPOSE
from yinuo.channel.content import NONE, SOME, Content
from yinuo.channel.models import Article, Draft, Reads
from yinuo.promise.consent import UnableToRecordConsent, grant
from yinuo.promise.gate import Actor, Refused, open_purpose
from yinuo.promise.policy import library

DOOR = "demonstration channel"


@dataclass(frozen=True)
class Sample:
    """``reads`` is how often it was opened; ``approved`` is the desk's word; ``picture`` draws one and sets it in."""

    content: Content
    approved: bool = True
    picture: str = ""
    reads: int = 0


SAMPLES = (
    Sample(
        Content(
            title="湿疹反复，先看看这五件事",
            body=(
                "湿疹好了又犯，多半不是药没用，而是诱因还在。复诊时我常请患者先核对下面五件事。\n\n"
                "# 一、保湿够不够\n\n"
                "洗完澡三分钟内就涂，一周用掉的量，成年人大约是一大管。皮肤屏障修好了，药才省得下来。\n\n"
                "# 二、洗得太勤太热没有\n\n- 每天一次，五到十分钟\n- 水温不烫手\n- 不用搓澡巾\n\n"
                "# 三、药膏停得太早没有\n\n"
                "红退了、不痒了，皮肤里的炎症还没有完全退。怎样减量，请按接诊医生说的来，不要自己停。\n\n"
                "# 四、接触了什么\n\n新的洗涤剂、橡胶手套、化纤衣物，都可能是诱因。记一周的日记，常常能找到规律。\n\n"
                "# 五、是不是该去医院\n\n**流水、化脓、发热，或者突然铺开一大片，请当天到医院就诊。**"
            ),
            sources="中国湿疹诊疗指南\n本人临床经验",
            interest=NONE,
            machine=NONE,
        ),
        picture="涂药的量：从指尖到第一指节挤一条，够涂两个手掌大",
        reads=137,
    ),
    Sample(
        Content(
            title="药膏里有激素，到底能不能用",
            body=(
                "门诊里问得最多的一句话是：这药膏里有激素吧？我不敢用。\n\n"
                "# 怕的是什么\n\n"
                "大家怕的，多半是长期、大面积、用错强度带来的皮肤变薄。这些是真的，所以强度、部位和时间要由医生来定。\n\n"
                "# 不用又会怎样\n\n炎症拖着，抓破、感染、睡不好，反而要用更久的药。\n\n"
                ":::AI\n常见的几种强度，从弱到强大致分成四级。"
                "面部、皱褶处和儿童一般从弱的开始；手掌、足底角质厚，可能需要强一些的。\n:::\n\n"
                "# 记住三句话\n\n1. 按说好的时间用，不多用也不少用\n2. 觉得不对，先停下来问医生\n3. 不借别人的药膏"
            ),
            sources="糖皮质激素类药物外用专家共识\n本人临床经验",
            interest=SOME,
            interests="作者两年前参加过一家药企资助的学术会议，未收取讲课费；本文与该企业无关。",
            machine=SOME,
        ),
        reads=64,
    ),
    Sample(
        Content(
            title="荨麻疹要不要忌口",
            body=(
                "急性荨麻疹里，食物确实可能是诱因；反复六周以上的慢性荨麻疹，多数找不到明确的食物原因。\n\n"
                "# 怎样判断\n\n"
                "吃下去两小时以内起风团，换一天再吃又起，才值得怀疑这种食物。光凭化验单上的几个加号，不能就此忌口。\n\n"
                "# 盲目忌口的坏处\n\n什么都不敢吃，营养跟不上，孩子尤其如此。请带着饮食日记来复诊，我们一起看。"
            ),
            sources="中国荨麻疹诊疗指南",
            interest=NONE,
            machine=NONE,
        ),
        approved=False,
    ),
)
ASKED = "我妈妈六十岁，住在南桥，手上湿疹三年了，冬天裂口子，想问除了药膏平时还能做什么？"
SHOWN = "手部湿疹冬天容易裂口，除了用药，平时还能做什么？"
ANSWER = (
    "三件事最要紧：做家务戴内层棉、外层防水的手套；每次洗手之后马上涂护手霜，睡前厚涂；洗碗、洗头用的清洁剂换成温和的。"
    "裂口流血、红肿发热，请到医院看。"
)
WAITING = "孩子三岁，脸上红红的一片，用了保湿霜还是痒，平时护理要注意什么？"


def fill_account(author: UUID, *, reviewer: UUID, reader: UUID | None) -> None:
    """Once; under a policy that does not offer the function nothing is made."""
    if Article.objects.filter(doctor=author).exists():
        return
    try:
        for sample in SAMPLES:
            publish_sample(author, reviewer=reviewer, sample=sample)
        if reader is not None:
            answered(author, reviewer=reviewer, reader=reader)
    except (Refused, UnableToRecordConsent):
        return


def notice_of(role: str) -> str:
    version = library().in_force(role)
    return version.clauses[version.purposes[PURPOSE].clause].hash


def written(author: UUID, content: Content, *, picture: str = "") -> UUID:
    """A draft with these words, and a drawn picture when there are words to one."""
    actor = Actor(author, "doctor")
    with open_purpose(PURPOSE, actor=actor, door=DOOR):
        article = actions.begin(actor=actor)
        version = actions.save_draft(actor=actor, article=article, seen=1, content=content)
        if picture:
            grant(actor=actor, purpose=PURPOSE, item="channel_picture", notice=notice_of("doctor"))
            actions.add_picture(
                actor=actor, article=article, seen=version, content=content, upload=drawing(), through="album",
                words=picture, at=content.body.find("# 二"),
            )  # fmt: skip
    return article


def spoken(
    author: UUID, article: UUID, *, seconds: int = 8, chapters: str = "00:00 开头\n00:04 什么时候该去医院"
) -> None:
    """A tone in place of a voice, with two chapters."""
    actor = Actor(author, "doctor")
    with open_purpose(PURPOSE, actor=actor, door=DOOR):
        grant(actor=actor, purpose=PURPOSE, item="channel_audio", notice=notice_of("doctor"))
        actions.keep_talk(
            actor=actor, article=article, content=tone(seconds), content_type="audio/wav", chapters=chapters
        )


def handed_in(author: UUID, article: UUID, *, publish_at: datetime | None = None) -> UUID:
    """The draft as it stands; the id of its revision."""
    actor = Actor(author, "doctor")
    with open_purpose(PURPOSE, actor=actor, door=DOOR):
        seen = Draft.objects.get(article=article).version
        revision = actions.submit(
            actor=actor, article=article, seen=seen, agreed=True, notice=notice_of("doctor"), publish_at=publish_at
        )
    return UUID(str(revision.pk))


def approved(revision: UUID, *, reviewer: UUID) -> None:
    actor = Actor(reviewer, "staff", "content")
    with open_purpose(PURPOSE, actor=actor, door=DOOR):
        actions.approve(actor=actor, revision=revision, sources_checked=True, no_advertising=True, labelled=True)


def publish_sample(author: UUID, *, reviewer: UUID, sample: Sample = SAMPLES[0]) -> UUID:
    """Written, handed in and, when the sample says so, approved; the article's id."""
    article = written(author, sample.content, picture=sample.picture)
    revision = handed_in(author, article)
    if sample.approved:
        approved(revision, reviewer=reviewer)
    if sample.reads:
        Reads.objects.create(article_id=article, day=timezone.localdate(), count=sample.reads)
    return article


def asked(author: UUID, *, reader: UUID, text: str = ASKED) -> UUID:
    """A patient follows the author and asks; the question's id."""
    actor = Actor(reader, "patient")
    with open_purpose(PURPOSE, actor=actor, door=DOOR):
        actions.follow(actor=actor, doctor=author)
        return actions.ask_question(actor=actor, doctor=author, text=text, agreed=True, notice=notice_of("patient"))


def answered(author: UUID, *, reviewer: UUID, reader: UUID) -> UUID:
    """One question is answered in public, another one waits; the id of the one that is answered."""
    question = asked(author, reader=reader)
    doctor, desk = Actor(author, "doctor"), Actor(reviewer, "staff", "content")
    with open_purpose(PURPOSE, actor=doctor, door=DOOR):
        answer = actions.answer_question(
            actor=doctor, question=question, shown=SHOWN, text=ANSWER, agreed=True, notice=notice_of("doctor")
        )
    with open_purpose(PURPOSE, actor=desk, door=DOOR):
        actions.approve_answer(actor=desk, answer=answer, nobody_recognisable=True, no_advertising=True)
    asked(author, reader=reader, text=WAITING)
    return question


def tone(seconds: int) -> bytes:
    """A WAV of a quiet tone that comes and goes."""
    content = BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        loud = (
            6000 * math.sin(2 * math.pi * 220 * at / 8000) * abs(math.sin(at / 4000)) for at in range(seconds * 8000)
        )
        file.writeframes(b"".join(struct.pack("<h", int(one)) for one in loud))
    return content.getvalue()


def drawing() -> SimpleUploadedFile:
    """A finger with a strip of ointment, without a word in it."""
    card = Image.new("RGB", (900, 520), (236, 243, 241))
    pen = ImageDraw.Draw(card)
    pen.rounded_rectangle((120, 190, 780, 330), radius=70, fill=(238, 205, 184), outline=(170, 130, 108), width=5)
    pen.arc((690, 200, 770, 320), 300, 60, fill=(170, 130, 108), width=5)
    for crease in (330, 560):
        pen.line((crease, 205, crease, 315), fill=(200, 160, 138), width=5)
    pen.rounded_rectangle((575, 236, 752, 270), radius=17, fill=(255, 255, 255), outline=(10, 101, 93), width=5)
    content = BytesIO()
    card.save(content, "JPEG", quality=86)
    return SimpleUploadedFile("finger.jpg", content.getvalue(), content_type="image/jpeg")
