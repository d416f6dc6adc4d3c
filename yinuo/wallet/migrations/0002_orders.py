"""Orders, payments, refunds and ratings."""

import django.db.models.deletion
from django.db import migrations, models

import yinuo.promise.columns
import yinuo.promise.vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("promise", "0005_sharing"),
        ("wallet", "0001_ledger"),
    ]

    operations = [
        migrations.CreateModel(
            name="Heard",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="calls_heard")],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=yinuo.promise.columns.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("consultation", models.UUIDField(unique=True)),
                ("patient", models.UUIDField()),
                ("doctor", models.UUIDField()),
                ("fen", models.PositiveIntegerField()),
                ("fee_percent", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等待付款"),
                            ("paid", "已付款"),
                            ("earned", "已付款，问诊已完成"),
                            ("refunding", "退款中"),
                            ("refunded", "已退款"),
                            ("closed", "未付款，已关闭"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("paid_at", models.DateTimeField(null=True)),
                ("over_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["patient", "-made_at"], name="orders_of_patient"),
                    models.Index(fields=["doctor", "-made_at"], name="orders_of_doctor"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("fen__gt", 0)), name="order_costs_something"),
                    models.CheckConstraint(condition=models.Q(("fee_percent__lte", 100)), name="order_fee_is_a_share"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "paid", "earned", "refunding", "refunded", "closed"])
                        ),
                        name="order_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["paid", "earned"]), _negated=True),
                            ("paid_at__isnull", False),
                            _connector="OR",
                        ),
                        name="order_paid_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=yinuo.promise.columns.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("channel", models.CharField(choices=[("wechat", "wechat"), ("alipay", "alipay")], max_length=12)),
                (
                    "way",
                    models.CharField(
                        choices=[("h5", "微信支付"), ("native", "微信扫码"), ("wap", "支付宝")], max_length=8
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True)),
                ("fen", models.PositiveIntegerField()),
                (
                    "item",
                    models.CharField(
                        choices=[("wechat_order", "wechat_order"), ("alipay_order", "alipay_order")], max_length=16
                    ),
                ),
                ("given", yinuo.promise.vault.fields.PersonalText(item="@item")),
                ("address", models.TextField(blank=True, default="")),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "正在准备"), ("open", "等待付款"), ("paid", "已付款"), ("closed", "已关闭")],
                        default="new",
                        max_length=8,
                    ),
                ),
                ("looks", models.PositiveSmallIntegerField(default=0)),
                ("look_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField()),
                ("paid_at", models.DateTimeField(null=True)),
                (
                    "order",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="wallet.order"),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promise.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=yinuo.promise.columns.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("doctor", models.UUIDField()),
                ("consultation", models.UUIDField(unique=True)),
                ("stars", models.PositiveSmallIntegerField()),
                ("words", yinuo.promise.vault.fields.PersonalText(item="rating")),
                ("rated_at", models.DateTimeField()),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promise.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=yinuo.promise.columns.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True)),
                ("fen", models.PositiveIntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("declined", "医生未接诊"),
                            ("expired", "等候满 24 小时没有接诊"),
                            ("withdrawn", "您在接诊前撤回"),
                            ("referred", "医生请您到线下就诊"),
                            ("late", "付款到账时问诊已经关闭"),
                            ("twice", "重复付款"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "退款中"),
                            ("sent", "退款已受理"),
                            ("done", "已退款"),
                            ("failed", "退款遇到问题，医院财务正在处理"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="wallet.order"
                    ),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refund", to="wallet.payment"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("look_at__isnull", False)), fields=["look_at"], name="payments_to_look_at"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["new", "open", "paid", "closed"])), name="payment_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "paid"), _negated=True), ("paid_at__isnull", False), _connector="OR"
                ),
                name="payment_paid_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["new", "open"])),
                fields=("order", "way"),
                name="payment_one_open_a_way",
            ),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(fields=["doctor", "-rated_at"], name="ratings_of_doctor"),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(("stars__gte", 1), ("stars__lte", 5)), name="rating_one_to_five"
            ),
        ),
        migrations.AddIndex(
            model_name="refund",
            index=models.Index(condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="refunds_due"),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "sent", "done", "failed"])), name="refund_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True), ("done_at__isnull", False), _connector="OR"
                ),
                name="refund_done_has_time",
            ),
        ),
    ]
