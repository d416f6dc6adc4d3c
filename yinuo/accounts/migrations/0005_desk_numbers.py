from collections import Counter
from typing import Any

from django.db import migrations, models


def number_the_desks(apps: Any, schema_editor: Any) -> None:
    """Who was first at a desk is its 1."""
    members, seen = apps.get_model("accounts", "StaffMember").objects, Counter[str]()
    for member, desk in members.order_by("opened_at", "pk").values_list("pk", "desk"):
        seen[desk] += 1
        members.filter(pk=member).update(desk_number=seen[desk])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_desks_of_content_and_money"),
    ]

    operations = [
        migrations.AddField(
            model_name="staffmember",
            name="desk_number",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.RunPython(number_the_desks, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="staffmember",
            constraint=models.UniqueConstraint(fields=("desk", "desk_number"), name="staff_desk_numbered"),
        ),
    ]
