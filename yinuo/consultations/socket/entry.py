"""One message on its way: what each outcome means to the sender and to the others on the thread."""

from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from yinuo.consultations.socket.events import Inbox, Message
from yinuo.promise.gate import Act, Source, Verdict
from yinuo.realtime.appends import Append, Asked, Log
from yinuo.realtime.events import Acknowledged, encoded
from yinuo.realtime.hub import Subscription
from yinuo.realtime.seats import question
from yinuo.realtime.socket import Socket

LOG = Log(
    function="consultations_append",
    table="consultations_message",
    column="text",
    purpose="consultations",
    door="socket consultations.send",
)


def _asked(item: str, through: str | None) -> Asked:
    capture = question(Act.CAPTURE, LOG.purpose, item, through, Source.GIVEN)
    return capture, question(Act.USE, LOG.purpose, item)


# What is asked of the gate for each kind of message: the item that it is, and the device permission that captured it.
ASKED: dict[str, Asked] = {
    "text": _asked("message_text", None),
    "photo": _asked("photo_taken", "camera"),
    "album": _asked("album_picture", "album"),
    "voice": _asked("voice_note", "microphone"),
}


class Thread(Subscription):
    """A socket's subscription to a consultation that its person is a party of."""

    __slots__ = ("doctor", "patient")

    doctor: UUID
    patient: UUID

    def other(self, person: UUID) -> UUID:
        return self.patient if person.int == self.doctor.int else self.doctor


class Entry(Append):
    """A message of a party."""

    __slots__ = ("_frames", "at", "number", "other")

    other: UUID

    def committed(self, number: int, at: datetime, shown: bool) -> None:
        self.number, self.at = number, at
        self._frames: dict[bool, bytes] = {}
        self.origin.send(encoded(Acknowledged(self.client_id, number, at)))
        hub = self.origin.gateway.hub
        if self.media is None and shown:
            hub.publish(self.topic, number, self._frame)
        else:
            self._have_it_read()
        for socket in hub.of_person(self.other):
            if "inbox" in socket.watching:
                socket.say(Inbox())

    def known(self, number: int, at: datetime) -> None:
        """Acknowledge it; whoever has not been shown it yet (an unknown commit) reads it."""
        self.origin.send(encoded(Acknowledged(self.client_id, number, at)))
        for subscription in self.origin.gateway.hub.of_topic(self.topic):
            if subscription.cursor < number:
                subscription.catch_up()

    def refused(self, verdict: Verdict) -> None:
        self.origin.refuse(self.client_id, verdict)

    def turned_away(self, problem: str) -> None:
        with translation.override(self.origin.language):
            self.origin.turn_away(self.client_id, problem, sentence_of(problem))

    def _frame(self, socket: Socket) -> bytes | None:
        """Encoded once for the author's other pages and once for the other party; the sender has its answer."""
        if socket is self.origin:
            return None
        mine = socket.session is not None and socket.session.person.int == self.author.int
        if mine not in self._frames:
            self._frames[mine] = encoded(
                Message(self.topic, self.number, self.client_id, self.author, mine, self.kind, self.at, self.text or "")
            )
        return self._frames[mine]

    def _have_it_read(self) -> None:
        """What carries media, or is not open to everybody, is read row by row through the gate."""
        for subscription in self.origin.gateway.hub.of_topic(self.topic):
            subscription.catch_up()


def sentence_of(problem: str) -> str:
    """Each problem as a whole sentence that says what to do next. Missing and forbidden get the same answer."""
    sentences = {
        "missing": _("找不到这次问诊。请返回列表后再进入。"),
        "closed": _("问诊已不在进行中，这条消息没有发送。可以在列表中查看记录。"),
        "media": _("找不到要发送的文件。请重新拍摄、选择或录音。"),
        "reused": _("这条消息的编号已经用过，没有发送。请重新输入后再发。"),
        "empty": _("消息是空的，没有发送。"),
        "busy": _("等待发送的消息太多，这一条没有发送。请等前面的消息发出后再试。"),
        "too_many": _("同时打开的问诊太多。请关闭一些页面后再试。"),
    }
    return sentences.get(problem, _("这条消息没能保存，没有发送。请重试；如果一直不行，请联系医院。"))
