"""The gallery: the vocabulary on pages of fictional content, to be looked at and to be checked by machine."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import include, path
from django.utils import timezone

from yinuo.web.tests.pages import CONSULTATION, ME

FOLDER = Path(__file__).parent / "gallery"
NAMES = ("inbox", "form", "thread", "console", "refusal", "missing")


class Doctor(forms.Form):
    name = forms.CharField(label="姓名", initial="林若安")
    department_phone = forms.CharField(label="科室电话", required=False)
    gender = forms.ChoiceField(
        label="性别", required=False, choices=[("f", "女"), ("m", "男"), ("", "不填")], widget=forms.RadioSelect
    )
    hospital = forms.CharField(label="执业医院")


@dataclass
class Message:
    number: int
    mine: bool
    kind: str = "text"
    text: str = ""
    at: datetime = field(default_factory=timezone.now)
    state: str = "sent"
    author_name: str = "周先生"
    media: Any = None
    closed: str = ""

    @property
    def client_id(self) -> str:
        return f"44444444-4444-7444-8444-{self.number:012d}"


def messages() -> list[Message]:
    now = timezone.now()
    yesterday = now - timedelta(days=1)
    picture = SimpleNamespace(url="/media/picture.png", width=320, height=200)
    voice = SimpleNamespace(url="/media/voice.wav", seconds=7.4, peaks=[(n * 37) % 83 + 8 for n in range(48)])
    return [
        Message(1, False, "notice", "医生已接诊", yesterday),
        Message(2, False, text="林医生您好，我的降压药快吃完了，最近早上血压偏高。", at=yesterday),
        Message(3, True, text="您好。早上大概多少？有没有头晕、胸闷？", at=yesterday),
        Message(4, True, text="请把这几天的记录拍给我看看。", at=yesterday),
        Message(5, False, "photo", at=now - timedelta(minutes=12), media=picture),
        Message(6, True, text="收到，我看一下。", at=now - timedelta(minutes=11)),
        Message(7, False, "voice", at=now - timedelta(minutes=3), media=voice),
        Message(8, False, text="这是昨天夜里的情况。", at=now - timedelta(minutes=2)),
        Message(9, True, text="明白了。", at=now - timedelta(minutes=1)),
    ]


def context() -> dict[str, Any]:
    now = timezone.now()
    return {
        "soon": (now + timedelta(minutes=42)).isoformat(),
        "later": (now + timedelta(hours=23, minutes=12)).isoformat(),
        "waited": now - timedelta(minutes=3),
        "form": Doctor({"name": "林若安", "hospital": ""}),
        "messages": messages(),
        "last": 9,
        "read": 6,
        "consultation": CONSULTATION,
        "me": ME,
    }


def refusal() -> dict[str, Any]:
    return {
        "sentence": "现行隐私政策第 1.2 条没有允许为问诊使用「语音」，所以这条语音没有录下来。您可以改用文字。",
        "version": "4.0.0",
        "policy_url": "/policy/",
        "allow_url": "/me/privacy/",
        "clause": SimpleNamespace(id="1.2", title="患者咨询", text="您可以通过文字、拍照、相册图片、语音与患者沟通。"),
    }


def rendered(name: str) -> str:
    """One page of the gallery as the templates make it."""
    engine = Engine.get_default()
    file = {"refusal": "web/refusal.html", "missing": "404.html"}.get(name)
    template = engine.get_template(file) if file else engine.from_string((FOLDER / f"{name}.html").read_text("utf-8"))
    looking = SimpleNamespace(actor=SimpleNamespace(person=ME, desk="reviewer"))
    shown = {**context(), **(refusal() if name == "refusal" else {}), "request": looking, "csrf_token": "token"}
    return template.render(Context(shown))


def _nowhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


PLACES = {"consultations": ("inbox", "patients"), "patients": ("mine",), "accounts": ("me", "privacy")}
urlpatterns = [
    path("", include("yinuo.web.urls")),
    *(
        path(f"{room}/", include(([path(f"{name}/", _nowhere, name=name) for name in names], room)))
        for room, names in PLACES.items()
    ),
]
