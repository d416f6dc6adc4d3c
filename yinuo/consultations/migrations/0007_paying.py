"""A consultation with a price waits for the money first; the price stands in its row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0006_one_pass_append"),
        ("promise", "0005_sharing"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="consultation",
            name="consultation_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="consultation",
            name="consultation_accepted_iff_held",
        ),
        migrations.RemoveConstraint(
            model_name="consultation",
            name="consultation_ended_iff_over",
        ),
        migrations.RemoveConstraint(
            model_name="consultation",
            name="consultation_never_expired_early",
        ),
        migrations.RemoveConstraint(
            model_name="consultation",
            name="consultation_one_live_per_pair",
        ),
        migrations.RemoveIndex(
            model_name="consultation",
            name="consultation_running_out",
        ),
        migrations.AddField(
            model_name="consultation",
            name="fen",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name="consultation",
            name="state",
            field=models.CharField(
                choices=[
                    ("unpaid", "等待付款"),
                    ("waiting", "等候接诊"),
                    ("open", "问诊中"),
                    ("declined", "医生未接诊"),
                    ("expired", "超时关闭"),
                    ("lapsed", "未付款，已关闭"),
                    ("withdrawn", "患者已撤回"),
                    ("ended", "已结束"),
                    ("referred", "请到线下就诊"),
                ],
                default="waiting",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(
                condition=models.Q(("state__in", ["unpaid", "waiting"])),
                fields=["expires_at"],
                name="consultation_running_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "unpaid",
                            "waiting",
                            "open",
                            "declined",
                            "expired",
                            "lapsed",
                            "withdrawn",
                            "ended",
                            "referred",
                        ],
                    )
                ),
                name="consultation_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["unpaid", "lapsed"]), _negated=True), ("fen__gt", 0), _connector="OR"
                ),
                name="consultation_unpaid_has_price",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at__isnull", False), ("state__in", ["open", "ended", "referred"])),
                    models.Q(
                        ("accepted_at__isnull", True),
                        ("state__in", ["unpaid", "waiting", "declined", "expired", "lapsed", "withdrawn"]),
                    ),
                    _connector="OR",
                ),
                name="consultation_accepted_iff_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("state__in", ["unpaid", "waiting", "open"])),
                    models.Q(
                        models.Q(("state__in", ["unpaid", "waiting", "open"]), _negated=True),
                        ("ended_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="consultation_ended_iff_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["expired", "lapsed"]), _negated=True),
                    ("ended_at__gte", models.F("expires_at")),
                    _connector="OR",
                ),
                name="consultation_never_expired_early",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["unpaid", "waiting", "open"])),
                fields=("doctor", "patient"),
                name="consultation_one_live_per_pair",
            ),
        ),
    ]
