"""Articles: the working copy, what was handed in, what is public, pictures, the spoken part, reads by day."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yinuo.media.models import MediaFile
from yinuo.promise.models import Person
from yinuo.promise.vault import PersonalJSON, PersonalModel, Vault, plain, uuid7


class Article(models.Model):
    """Ids and times alone. ``public`` is the approved revision that readers see; ``offline_at`` closes it at once,
    ``taken_down`` says that the desk did so; ``discarded_at`` puts an article that was never public away."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    doctor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    public = models.ForeignKey("channel.Revision", models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    offline_at = models.DateTimeField(null=True)
    taken_down = models.BooleanField(default=False)
    discarded_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["doctor", "-begun_at"], name="channel_own_articles"),
            models.Index(fields=["discarded_at"], condition=Q(discarded_at__isnull=False), name="channel_discarded"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(public__isnull=True) | Q(published_at__isnull=False), name="channel_public_has_its_time"
            ),
            models.CheckConstraint(
                condition=Q(taken_down=False) | Q(offline_at__isnull=False), name="channel_taken_down_is_offline"
            ),
        ]


class Talk(PersonalModel):
    """A recording with its chapters; never changed: other chapters are another row with the same recording."""

    vault: ClassVar[Vault] = Vault(about="doctor", by="doctor")
    doctor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, related_name="talks")
    sound = models.ForeignKey(MediaFile, models.CASCADE, related_name="+")
    chapters = PersonalJSON(item="channel_audio")


class Draft(PersonalModel):
    """The one working copy of an article. ``version`` counts its saves: an old tab names an old one."""

    vault: ClassVar[Vault] = Vault(about="doctor", by="doctor")
    doctor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    article = models.OneToOneField(Article, models.CASCADE, related_name="draft")
    content = PersonalJSON(item="channel_draft")
    talk = models.ForeignKey(Talk, models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(auto_now=True)


class Revision(PersonalModel):
    """What was handed in once. ``publish_at`` is when its author wants it public; None means as soon as approved."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RETURNED = "returned"
        RECALLED = "recalled"
        APPROVED = "approved"

    vault: ClassVar[Vault] = Vault(about="doctor", by="doctor")
    doctor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions")
    content = PersonalJSON(item="channel_text")
    talk = models.ForeignKey(Talk, models.SET_NULL, null=True, related_name="+")
    draft_version = models.PositiveIntegerField()
    state = plain(
        models.CharField(max_length=12, choices=State.choices, default=State.WAITING), reason="state of the review"
    )
    agreed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(auto_now_add=True)
    publish_at = models.DateTimeField(null=True)
    replaced = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["submitted_at"], condition=Q(state="waiting"), name="channel_waiting"),
            models.Index(fields=["publish_at"], condition=Q(state="approved", replaced=False), name="channel_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "returned", "recalled", "approved"]), name="channel_revision_known"
            ),
            models.UniqueConstraint(
                fields=["article"], condition=Q(state="waiting"), name="channel_one_waiting_an_article"
            ),
        ]


class Illustration(models.Model):
    """Picture ``number`` of an article: 图1, 图2 ... in its text. The words to it stand in the text."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="illustrations")
    number = models.PositiveSmallIntegerField()
    picture = models.ForeignKey(MediaFile, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="channel_picture_numbered_once")]


class Reads(models.Model):
    """How often an article was opened on a day. That is all that is kept of readers."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="reads")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "day"], name="channel_reads_of_a_day")]
