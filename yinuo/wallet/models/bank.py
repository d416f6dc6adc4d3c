"""Bank cards, withdrawals and what the bank says of them (clause 1.11). Money itself lies in the ledger."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinuo.promise.columns import plain, uuid7
from yinuo.promise.models import Person
from yinuo.promise.vault import PersonalModel, PersonalText, Vault


class BankCard(PersonalModel):
    """The one card that a doctor's income goes to. It was verified, or it is not here. A consent that is taken back
    empties its column; a card without a number pays nothing out."""

    vault: ClassVar[Vault] = Vault(about="doctor", by="doctor")
    doctor = models.OneToOneField(Person, models.CASCADE, related_name="+")
    number = PersonalText(item="bank_card_number", null=True)
    id_number = PersonalText(item="id_number", null=True)
    bound_at = models.DateTimeField()


class Binding(PersonalModel):
    """What was typed to bind a card, until the code that proves who typed it; gone after ten minutes in any case."""

    vault: ClassVar[Vault] = Vault(about="doctor", by="doctor")
    doctor = models.OneToOneField(Person, models.CASCADE, related_name="+")
    number = PersonalText(item="bank_card_number", null=True)
    id_number = PersonalText(item="id_number", null=True)
    bank_phone = PersonalText(item="bank_phone", null=True)
    made_at = models.DateTimeField()


class Withdrawal(PersonalModel):
    """One withdrawal. Its id is the number under which the bank knows it (``out_biz_no``), in every try: however often
    the bank is asked, it pays once.

    ``to`` is what the records keep of the card: the bank's name and the last four. ``look_at`` is when the worker turns
    to it next; empty once nothing is to be done. ``tries`` counts how often the bank was told to pay. ``out_on`` and
    ``back_on`` are the days in whose file of the bank its money went out, and came back.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("等待打款")
        HELD = "held", _("财务核对中")
        SENT = "sent", _("银行处理中")
        PAID = "paid", _("已到账")
        FAILED = "failed", _("未成功，已退回可提现收入")
        BOUNCED = "bounced", _("被银行退回，已退回可提现收入")

    CAME_BACK: ClassVar[tuple[str, ...]] = (State.FAILED, State.BOUNCED)

    vault: ClassVar[Vault] = Vault(about="doctor", by="doctor")
    doctor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    card = models.ForeignKey(BankCard, models.SET_NULL, null=True, related_name="+")
    to = PersonalText(item="payout_record")
    fen = models.BigIntegerField()
    state = plain(
        models.CharField(max_length=8, choices=State.choices, default=State.WAITING), reason="state of a withdrawal"
    )
    failure = plain(models.CharField(max_length=64, blank=True, default=""), reason="the bank's code of a failure")
    bank_order = plain(models.CharField(max_length=64, blank=True, default=""), reason="the bank's number of a payout")
    tries = models.PositiveSmallIntegerField(default=0)
    looks = models.PositiveSmallIntegerField(default=0)
    look_at = models.DateTimeField(null=True)
    release_asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    paid_on = models.DateField(null=True)
    out_on = models.DateField(null=True)
    back_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="withdrawals_due"),
            models.Index(fields=["doctor", "-made_at"], name="withdrawals_of_doctor"),
            models.Index(fields=["paid_on"], condition=Q(paid_on__isnull=False), name="withdrawals_paid_on"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(fen__gt=0), name="withdrawal_moves_something"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "held", "sent", "paid", "failed", "bounced"]),
                name="withdrawal_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paid", "failed", "bounced"]) | Q(done_at__isnull=False),
                name="withdrawal_done_has_time",
            ),
        ]


class WithdrawalStep(models.Model):
    """The history of one withdrawal: what happened when, and by whom of the finance desk."""

    class Kind(models.TextChoices):
        ASKED = "asked", _("提交申请")
        SENT = "sent", _("交给银行")
        UNKNOWN = "unknown", _("银行没有答复，改为查询")
        PAID = "paid", _("银行已付款")
        FAILED = "failed", _("未成功，退回")
        BOUNCED = "bounced", _("银行退票，退回")
        RETURNED = "returned", _("没有交给银行，退回")
        REFUSED_CALL = "refused_call", _("拒收一条不符的通知")
        HELD = "held", _("暂停核对")
        RELEASE_ASKED = "release_asked", _("提出解除")
        RELEASED = "released", _("第二人确认，解除")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    withdrawal = models.ForeignKey(Withdrawal, models.CASCADE, related_name="steps")
    kind = plain(models.CharField(max_length=16, choices=Kind.choices), reason="kind of a step")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["withdrawal", "at"], name="withdrawal_history")]


class BankDay(models.Model):
    """One day's file of the bank, compared."""

    day = models.DateField(primary_key=True)
    lines = models.PositiveIntegerField()
    fen = models.BigIntegerField()
    compared_at = models.DateTimeField()


class Difference(models.Model):
    """Where the bank's word and ours differ; a task of the finance desk until somebody says how it was settled."""

    class Kind(models.TextChoices):
        NOT_HERE = "not_here", _("银行有，我们没有")
        NOT_THERE = "not_there", _("我们记为已付，银行没有")
        AMOUNT = "amount", _("金额不一致")
        STATE = "state", _("银行已付，我们记为未付")
        TWICE = "twice", _("银行付了不止一次")
        BACK = "back", _("银行已退票，我们记为已付")
        NOT_BACK = "not_back", _("我们记为已退票，银行没有退")
        DAY = "day", _("入账日期不一致")
        CALL = "call", _("通知里的金额不一致")
        SILENT = "silent", _("银行一直没有结果")

    class Outcome(models.TextChoices):
        BANK_CORRECTED = "bank_corrected", _("银行已更正")
        WE_CORRECTED = "we_corrected", _("我们已更正")
        EXPLAINED = "explained", _("已查明，无需更正")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = plain(models.CharField(max_length=12, choices=Kind.choices), reason="kind of a difference")
    number = plain(models.CharField(max_length=64), reason="our own number of a payout as the bank wrote it")
    day = models.DateField()
    bank_fen = models.BigIntegerField(null=True)
    our_fen = models.BigIntegerField(null=True)
    withdrawal = models.ForeignKey(Withdrawal, models.SET_NULL, null=True, related_name="+")
    found_at = models.DateTimeField()
    outcome = plain(
        models.CharField(max_length=16, choices=Outcome.choices, blank=True, default=""), reason="how it was settled"
    )
    settled_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["day"], condition=Q(settled_at__isnull=True), name="differences_open")]
        constraints = [models.UniqueConstraint(fields=["kind", "number", "day"], name="difference_once")]
