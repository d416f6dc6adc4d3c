"""What a patient owes, how it was tried to pay, and what went back. Card numbers, payment accounts and names of the
payment services' sides are neither asked for nor kept."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinuo.promise.bindings import holds
from yinuo.promise.columns import plain, uuid7
from yinuo.promise.models import Person
from yinuo.promise.vault import PersonalModel, PersonalText, Vault

ITEMS = {"wechat": "wechat_order", "alipay": "alipay_order"}


class Order(models.Model):
    """One consultation's price, fixed at its making with the hospital's share. Its money is the ledger's."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待付款")
        PAID = "paid", _("已付款")
        EARNED = "earned", _("已付款，问诊已完成")
        REFUNDING = "refunding", _("退款中")
        REFUNDED = "refunded", _("已退款")
        CLOSED = "closed", _("未付款，已关闭")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.UUIDField(unique=True)
    patient = models.UUIDField()
    doctor = models.UUIDField()
    fen = models.PositiveIntegerField()
    fee_percent = models.PositiveSmallIntegerField()
    state = plain(
        models.CharField(max_length=10, choices=State.choices, default=State.WAITING), reason="state of an order"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["patient", "-made_at"], name="orders_of_patient"),
            models.Index(fields=["doctor", "-made_at"], name="orders_of_doctor"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(fen__gt=0), name="order_costs_something"),
            models.CheckConstraint(condition=Q(fee_percent__lte=100), name="order_fee_is_a_share"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "paid", "earned", "refunding", "refunded", "closed"]),
                name="order_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paid", "earned"]) | Q(paid_at__isnull=False), name="order_paid_has_time"
            ),
        ]


class Payment(PersonalModel):
    """One try to pay an order by one service. ``number`` is ours, and the service's name for it (out_trade_no).

    ``given`` is what the service was told. ``address`` is where the person pays, and ``look_at`` when to ask the
    service next, should it not call by itself.
    """

    class State(models.TextChoices):
        NEW = "new", _("正在准备")
        OPEN = "open", _("等待付款")
        PAID = "paid", _("已付款")
        CLOSED = "closed", _("已关闭")

    class Way(models.TextChoices):
        H5 = "h5", _("微信支付")
        NATIVE = "native", _("微信扫码")
        WAP = "wap", _("支付宝")

    vault: ClassVar[Vault] = Vault(about="patient", by="patient")
    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    channel = plain(
        models.CharField(max_length=12, choices=[(name, name) for name in ITEMS]), reason="name of a payment service"
    )
    way = plain(models.CharField(max_length=8, choices=Way.choices), reason="how the service is opened")
    number = plain(models.CharField(max_length=32, unique=True), reason="our own number of a payment, made of an id")
    fen = models.PositiveIntegerField()
    item = plain(models.CharField(max_length=16, choices=[(one, one) for one in ITEMS.values()]), reason="item id")
    given = PersonalText(item="@item")
    address = plain(
        models.TextField(blank=True, default=""), reason="where one payment is made at its service; emptied after it"
    )
    state = plain(models.CharField(max_length=8, choices=State.choices, default=State.NEW), reason="state of a payment")
    looks = models.PositiveSmallIntegerField(default=0)
    look_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="payments_to_look_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["new", "open", "paid", "closed"]), name="payment_state_known"
            ),
            models.CheckConstraint(condition=~Q(state="paid") | Q(paid_at__isnull=False), name="payment_paid_has_time"),
            models.UniqueConstraint(
                fields=["order", "way"], condition=Q(state__in=["new", "open"]), name="payment_one_open_a_way"
            ),
        ]


class Refund(models.Model):
    """A payment's way back, whole. The row is there before the service is asked, and every asking carries the same
    ``number`` (out_refund_no): however often and by whomever it is asked, the money goes back once."""

    class State(models.TextChoices):
        WAITING = "waiting", _("退款中")
        SENT = "sent", _("退款已受理")
        DONE = "done", _("已退款")
        FAILED = "failed", _("退款遇到问题，医院财务正在处理")

    class Reason(models.TextChoices):
        DECLINED = "declined", _("医生未接诊")
        EXPIRED = "expired", _("等候满 24 小时没有接诊")
        WITHDRAWN = "withdrawn", _("您在接诊前撤回")
        REFERRED = "referred", _("医生请您到线下就诊")
        LATE = "late", _("付款到账时问诊已经关闭")
        TWICE = "twice", _("重复付款")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="refunds")
    payment = models.OneToOneField(Payment, models.PROTECT, related_name="refund")
    number = plain(models.CharField(max_length=32, unique=True), reason="our own number of a refund, made of an id")
    fen = models.PositiveIntegerField()
    reason = plain(models.CharField(max_length=10, choices=Reason.choices), reason="which rule gives the money back")
    state = plain(
        models.CharField(max_length=8, choices=State.choices, default=State.WAITING), reason="state of a refund"
    )
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="refunds_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sent", "done", "failed"]), name="refund_state_known"
            ),
            models.CheckConstraint(condition=~Q(state="done") | Q(done_at__isnull=False), name="refund_done_has_time"),
        ]


class Heard(models.Model):
    """A signed call that was heard, by its digest: the same one a second time is a replay."""

    digest = plain(models.CharField(max_length=64, primary_key=True), reason="digest of a call's time and nonce")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="calls_heard")]


class Rating(PersonalModel):
    """What a patient says of a consultation that is over; empty ``words`` for stars alone."""

    vault: ClassVar[Vault] = Vault(about="patient", by="patient")
    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    doctor = models.UUIDField()
    consultation = models.UUIDField(unique=True)
    stars = models.PositiveSmallIntegerField()
    words = PersonalText(item="rating")
    rated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["doctor", "-rated_at"], name="ratings_of_doctor")]
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="rating_one_to_five"),
        ]


holds("payment_order", Order._meta.db_table, "fen", person="patient")
holds("rating", Rating._meta.db_table, "stars")
