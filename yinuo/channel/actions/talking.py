"""The spoken part: a recording and its chapters."""

from uuid import UUID

from django.db import transaction

from yinuo.channel import chapters as reading
from yinuo.channel.access import draft_of, own_article
from yinuo.channel.actions.agreeing import hold_seat
from yinuo.channel.actions.writing import locked_draft
from yinuo.channel.models import Talk
from yinuo.channel.problems import NothingPublic
from yinuo.media import api as media
from yinuo.promise.gate import Act, Actor, current
from yinuo.promise.vault import capturing

ITEM = "channel_audio"


def require_talk(actor: Actor) -> None:
    """Raises ``Refused`` when nothing spoken may be taken of this author now: before a single octet is read."""
    context = current()
    verdict = context.ask(Act.CAPTURE, actor.who, ITEM, through="microphone")
    if not verdict.allowed:
        raise context.refuse(verdict)


def keep_talk(*, actor: Actor, article: UUID, content: bytes, content_type: str, chapters: str) -> float:
    """Take a recording in; it takes the place of the one before. Its length in seconds. The consent to it is an act of
    its own, given before this. Chapters that can't be read are left out: the recording is worth more."""
    own_article(actor, article)
    made = media.read_talk(content, content_type=content_type)
    with transaction.atomic():
        hold_seat(actor)
        draft = locked_draft(own_article(actor, article, lock=True))  # before the capture, as a withdrawal does
        sound = media.take_talk(made, about=actor.who, by=actor.who, item=ITEM, through="microphone")
        length = float(sound.seconds or 0)
        try:
            marked = reading.read(chapters, length=length)
        except reading.UnableToReadChapters:
            marked = ()
        with capturing(by=[actor.who], about=[actor.who], through="microphone"):
            talk = Talk(doctor_id=actor.who, article_id=article, sound=sound, chapters=reading.kept(marked))
            talk.save(force_insert=True)
        draft.talk, draft.version = talk, draft.version + 1
        draft.save(update_fields=["talk", "version", "saved_at"])
    return length


def keep_chapters(*, actor: Actor, article: UUID, text: str) -> None:
    """Raises :class:`UnableToReadChapters` with the line; then nothing is changed."""
    with transaction.atomic():
        draft = locked_draft(own_article(actor, article, lock=True))
        before = draft.talk
        if before is None:
            raise NothingPublic
        found = media.get(before.sound_id)
        marked = reading.read(text, length=float(found.seconds or 0) if found else 0)
        with capturing(by=[actor.who], about=[actor.who], through="microphone"):
            talk = Talk(
                doctor_id=actor.who, article_id=article, sound_id=before.sound_id, chapters=reading.kept(marked)
            )
            talk.save(force_insert=True)
        draft.talk, draft.version = talk, draft.version + 1
        draft.save(update_fields=["talk", "version", "saved_at"])


def remove_talk(*, actor: Actor, article: UUID) -> None:
    """Out of the draft; what is public keeps it until a later revision takes its place."""
    with transaction.atomic():
        found = own_article(actor, article, lock=True)
        draft = draft_of(found)
        if draft.talk_id is not None:
            draft.talk, draft.version = None, draft.version + 1
            draft.save(update_fields=["talk", "version", "saved_at"])
