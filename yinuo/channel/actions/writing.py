"""Writing: a draft that survives, and its pictures."""

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from yinuo.channel.access import NotHere, handed_in, own_article
from yinuo.channel.content import Content, too_long
from yinuo.channel.markup import pictures_in, without_picture
from yinuo.channel.models import Article, Draft, Illustration, Revision
from yinuo.channel.problems import ChangedElsewhere, NoPicture, PictureInUse, TooLong, TooManyPictures
from yinuo.media import api as media
from yinuo.promise.gate import Actor
from yinuo.promise.vault import capturing, reveal

MOST_PICTURES = 20


def begin(*, actor: Actor) -> UUID:
    """A new article with an empty draft; an empty one that was begun before is taken up again."""
    if actor.role != "doctor" or actor.person is None:
        raise NotHere
    with transaction.atomic():
        for draft in Draft.objects.filter(
            doctor=actor.person, version=1, article__discarded_at__isnull=True
        ).select_related("article")[:5]:
            if Content.of(reveal(draft, "content") or {}).empty:
                return UUID(str(draft.article_id))
        article = Article.objects.create(doctor_id=actor.person)
        with capturing(by=[actor.person], about=[actor.person]):
            Draft(doctor_id=actor.person, article=article, content=Content().kept()).save(force_insert=True)
    return UUID(str(article.pk))


def save_draft(*, actor: Actor, article: UUID, seen: int, content: Content) -> int:
    """Keep what was written; the new version. ``seen`` is the version that the page had shown.

    Raises :class:`ChangedElsewhere` for an old tab, unless it would write what is there already.
    """
    over = too_long(content)
    if over:
        raise TooLong(over)
    with transaction.atomic():
        draft = locked_draft(own_article(actor, article, lock=True))
        if Content.of(reveal(draft, "content") or {}) == content:
            return int(draft.version)
        if draft.version != seen:
            raise ChangedElsewhere
        with capturing(by=[actor.who], about=[actor.who]):
            draft.content, draft.version = content.kept(), draft.version + 1
            draft.save(update_fields=["content", "version", "saved_at"])
    return int(draft.version)


def add_picture(
    *, actor: Actor, article: UUID, seen: int, content: Content, upload: UploadedFile | None, through: str,
    words: str, at: int | None
) -> int:  # fmt: skip
    """Keep the text, take a picture in, and set it into the text at ``at`` (a place counted in letters), else at the
    end; the new version. Of a picture that is refused only the text is kept."""
    version = save_draft(actor=actor, article=article, seen=seen, content=content)
    if upload is None:
        raise NoPicture
    with transaction.atomic():
        found = own_article(actor, article, lock=True)
        numbers = Illustration.objects.filter(article=found)
        if numbers.count() >= MOST_PICTURES:
            raise TooManyPictures
        taken = media.take_picture(upload, about=actor.who, by=actor.who, item="channel_picture", through=through)
        number = (numbers.aggregate(last=Max("number"))["last"] or 0) + 1
        Illustration.objects.create(article=found, number=number, picture=taken)
        body = _with(content.body, f"![{_one_line(words)}](图{number})", at)
        changed = Content.of({**content.kept(), "body": body})
        version = save_draft(actor=actor, article=article, seen=version, content=changed)
    return version


def remove_picture(*, actor: Actor, article: UUID, seen: int, content: Content, number: int) -> int:
    """Keep the text without the lines of this picture, and throw its file away; the new version. Refused while the
    desk or readers see it."""
    version = save_draft(actor=actor, article=article, seen=seen, content=content)
    with transaction.atomic():
        found = own_article(actor, article, lock=True)
        row = Illustration.objects.filter(article=found, number=number).first()
        if row is None:
            raise NotHere
        if any(row.pk < one.pk and number in _pictures_of(one) for one in handed_in(found)):
            raise PictureInUse(number)
        body = without_picture(content.body, number)
        version = save_draft(
            actor=actor, article=article, seen=version, content=Content.of({**content.kept(), "body": body})
        )
        row.delete()
        media.forget(row.picture_id)
    return version


def _pictures_of(revision: Revision) -> set[int]:
    body = Content.of(reveal(revision, "content") or {}).body
    return {number for number, _words in pictures_in(body)}


def locked_draft(article: Article) -> Draft:
    found: Draft | None = Draft.objects.select_for_update().filter(article=article).first()
    if found is None:
        raise NotHere
    return found


def _with(body: str, line: str, at: int | None) -> str:
    place = len(body) if at is None or not 0 <= at <= len(body) else at
    before, after = body[:place].rstrip("\n"), body[place:].lstrip("\n")
    return "\n\n".join(part for part in (before, line, after) if part)


def _one_line(words: str) -> str:
    return " ".join(words.replace("[", "（").replace("]", "）").split())[:100]
