"""An article as it is shown, whoever looks: to readers, in its author's preview, at the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.safestring import SafeString

from yinuo.channel import chapters as reading
from yinuo.channel.access import NotHere, picture
from yinuo.channel.chapters import Chapter, clock
from yinuo.channel.content import SOME, Content
from yinuo.channel.markup import Drawn, as_html, assisted_parts, pictures_in, summary
from yinuo.channel.models import Revision, Talk
from yinuo.media import api as media
from yinuo.promise.gate import Act, current
from yinuo.promise.vault import Closed, PersonalModel, reveal


@dataclass(frozen=True)
class TalkView:
    """The spoken part; ``src`` is where the recording is served."""

    src: str
    seconds: float
    chapters: tuple[Chapter, ...]

    @property
    def length(self) -> str:
        return clock(self.seconds)


@dataclass(frozen=True)
class Shown:
    """``undeclared``: the author has not said yet whether there are interests to tell. ``first_picture`` is the
    number of the first picture that can be seen; 0 when there is none."""

    title: str
    html: SafeString
    summary: str
    sources: tuple[str, ...]
    interests: str
    undeclared: bool
    assisted: bool
    talk: TalkView | None
    first_picture: int


@dataclass(frozen=True)
class Places:
    """Where the files of an article are served to whoever looks."""

    picture: Callable[[int], str]
    sound: Callable[[], str]


def content_of(row: PersonalModel) -> Content:
    """Of a draft or a revision. Raises :class:`NotHere` when the gate keeps it closed."""
    held = reveal(row, "content")
    if held is None or isinstance(held, Closed):
        raise NotHere
    return Content.of(held)


def shown(
    content: Content, *, doctor: UUID, article: UUID, talk: UUID | None, places: Places, revision: UUID | None = None
) -> Shown:
    """``revision`` is the one that the content is of; None for a draft."""
    seen = current().ask(Act.USE, doctor, "channel_picture").allowed if pictures_in(content.body) else False
    drawn: dict[int, Drawn | None] = {}

    def look(number: int) -> Drawn | None:
        if number not in drawn:
            drawn[number] = _drawn(article, number, places, revision) if seen else None
        return drawn[number]

    html = as_html(content.body, look)
    return Shown(
        title=content.title,
        html=html,
        summary=summary(content.body),
        sources=tuple(line.strip() for line in content.sources.splitlines() if line.strip()),
        interests=content.interests if content.interest == SOME else "",
        undeclared=not content.interest,
        assisted=assisted_parts(content.body) > 0,
        talk=talk_view(talk, places),
        first_picture=next((number for number, found in drawn.items() if found), 0),
    )


def _drawn(article: UUID, number: int, places: Places, revision: UUID | None) -> Drawn | None:
    held = picture(article, number, until=revision)
    found = media.get(held.picture_id) if held else None
    return Drawn(places.picture(number), found.width or 1, found.height or 1) if found else None


def picture_of(revision: Revision, number: int) -> UUID | None:
    """The file of a picture that this very revision shows; none that lies in the draft beside it. Raises
    :class:`NotHere` when the gate keeps the text closed."""
    if number not in {one for one, _words in pictures_in(content_of(revision).body)}:
        return None
    held = picture(revision.article_id, number, until=revision.pk)
    return held.picture_id if held else None


def talk_view(talk: UUID | None, places: Places) -> TalkView | None:
    """None when there is no spoken part, or when the gate keeps it closed."""
    row: Talk | None = Talk.objects.filter(pk=talk).first() if talk else None
    if row is None:
        return None
    chapters = reveal(row, "chapters")
    if isinstance(chapters, Closed):
        return None
    found = media.get(row.sound_id)
    return TalkView(places.sound(), found.seconds or 0, reading.of(chapters or [])) if found else None
