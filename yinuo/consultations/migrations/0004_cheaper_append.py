"""An append costs half: of the message's indexes those are gone that repeat others or hold nothing but nulls, and the
counter's row is rewritten in its own page."""

import django.db.models.deletion
from django.db import migrations, models

ROOM = "alter table consultations_consultation set (fillfactor = 60)"
NO_ROOM = "alter table consultations_consultation reset (fillfactor)"


class Migration(migrations.Migration):
    dependencies = [("consultations", "0003_socket_functions")]
    operations = [
        migrations.AlterField(
            "message",
            "consultation",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="consultations.consultation",
            ),
        ),
        migrations.AlterField(
            "message",
            "author",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="promise.person",
            ),
        ),
        migrations.AlterField(
            "message",
            "media",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="media.mediafile",
            ),
        ),
        migrations.AddConstraint(
            "message",
            models.UniqueConstraint(
                condition=models.Q(media__isnull=False), fields=["media"], name="message_media_once"
            ),
        ),
        migrations.RunSQL(ROOM, NO_ROOM),
    ]
