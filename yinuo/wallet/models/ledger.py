"""The double-entry ledger: accounts, transactions and their entries, in whole fen.

What the database itself holds (migration 0001), whoever writes: the entries of a transaction sum to zero when it is
committed; nothing that was booked is changed or deleted; an account that may not be overdrawn never is.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinuo.promise.bindings import holds
from yinuo.promise.columns import plain, uuid7


class Account(models.Model):
    """A place where money lies. Which of ``person``, ``subject``, ``month`` and ``channel`` it has, its kind says
    (:mod:`yinuo.wallet.ledger.places`). ``balance`` is kept by a trigger, for the guarded kinds only: the others are
    everybody's, and a kept balance would make everybody wait for one row."""

    class Kind(models.TextChoices):
        CHANNEL = "channel", _("支付渠道")
        HELD = "held", _("订单暂存")
        REFUNDING = "refunding", _("退款在途")
        FEE = "fee", _("医院服务费")
        PENDING = "pending", _("待结算收入")
        AVAILABLE = "available", _("可提现收入")
        TAX = "tax", _("代扣个人所得税")
        PAYOUT = "payout", _("提现在途")
        BANK = "bank", _("已付到银行卡")

    GUARDED = (Kind.HELD, Kind.REFUNDING, Kind.PENDING, Kind.AVAILABLE, Kind.PAYOUT)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = plain(models.CharField(max_length=12, choices=Kind.choices), reason="kind of an account")
    person = models.UUIDField(null=True)
    subject = models.UUIDField(null=True)
    month = models.DateField(null=True)
    channel = plain(models.CharField(max_length=12, blank=True, default=""), reason="name of a payment service")
    balance = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "person", "subject", "month", "channel"],
                nulls_distinct=False,
                name="account_once",
            ),
            models.CheckConstraint(condition=Q(balance__gte=0), name="account_never_overdrawn"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "channel", "held", "refunding", "fee", "pending", "available", "tax", "payout", "bank",
                    ]
                ),
                name="account_kind_known",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["person", "kind"], name="accounts_of_person")]


class Transaction(models.Model):
    """One movement of money. ``key`` says which one it is: the same key is booked once, however often it is tried.
    ``order`` is the patient's order that the money came with, where it came with one."""

    class Kind(models.TextChoices):
        PAID = "paid", _("患者付款")
        CANCELLED = "cancelled", _("转入退款")
        REFUNDED = "refunded", _("退款到账")
        EARNED = "earned", _("问诊收入")
        SETTLED = "settled", _("月度结算")
        WITHDRAWN = "withdrawn", _("申请提现")
        PAID_OUT = "paid_out", _("提现到账")
        RETURNED = "returned", _("提现退回")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = plain(models.CharField(max_length=12, choices=Kind.choices), reason="kind of a movement of money")
    key = plain(models.CharField(max_length=120, unique=True), reason="what is booked once: a word and ids")
    order = models.UUIDField(null=True)
    at = models.DateTimeField()
    size = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["order", "at"], name="transactions_of_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "paid", "cancelled", "refunded", "earned", "settled", "withdrawn", "paid_out", "returned",
                    ]
                ),
                name="transaction_kind_known",
            ),
            models.CheckConstraint(condition=Q(size__gte=2), name="transaction_has_two_sides"),
        ]  # fmt: skip


class Entry(models.Model):
    """``fen`` more (or, below zero, less) lies on the account."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    transaction = models.ForeignKey(Transaction, models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, models.PROTECT, related_name="entries")
    fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transaction", "account"], name="entry_once_an_account"),
            models.CheckConstraint(condition=~Q(fen=0), name="entry_moves_something"),
        ]


holds("income", Account._meta.db_table, "balance", person="person")
