"""Devices, choices, and the queue of pushes, with the one function that puts something into it.

Pages call it through ``notices.api.notify``; the append of a message calls it in SQL, in the same transaction.
"""

import django.db.models.deletion
from django.db import migrations, models

import yinuo.promise.columns
import yinuo.promise.vault.fields

NOTIFY = """
create function notices_notify(persons uuid[], of_kind text, abouts uuid[], pause interval, once boolean)
returns integer language plpgsql volatile as $$
declare
    made integer;
begin
    insert into notices_push (id, endpoint_id, person, kind, about, made_at, next_at)
    select gen_random_uuid(), e.id, e.person_id, of_kind, n.about, clock_timestamp(), clock_timestamp() + pause
    from unnest(persons, abouts) as n(person, about)
    join notices_pushendpoint e on e.person_id = n.person
    where not once or not exists (
        select from notices_push p where p.endpoint_id = e.id and p.kind = of_kind
        and p.about is not distinct from n.about)
    order by e.id, n.about
    on conflict do nothing;
    get diagnostics made = row_count;
    if made > 0 then
        perform pg_notify('yinuo_push', '');
    end if;
    return made;
end $$;
"""
ITEMS = ["push_endpoint", "push_endpoint_google", "push_endpoint_mozilla", "push_endpoint_apple"]
STATES = ["waiting", "sent", "closed", "failed"]


def key() -> models.UUIDField:
    return models.UUIDField(default=yinuo.promise.columns.uuid7, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_notices"),
        ("accounts", "0004_desks_of_content_and_money"),
        ("promise", "0004_policy_lives"),
    ]
    operations = [
        migrations.CreateModel(
            name="PushEndpoint",
            fields=[
                ("id", key()),
                (
                    "item",
                    models.CharField(
                        choices=[
                            ("push_endpoint", "Huawei"),
                            ("push_endpoint_google", "Google"),
                            ("push_endpoint_mozilla", "Mozilla"),
                            ("push_endpoint_apple", "Apple"),
                        ],
                        max_length=32,
                    ),
                ),
                ("language", models.CharField(max_length=16)),
                ("address", yinuo.promise.vault.fields.PersonalJSON(item="@item")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="promise.person"
                    ),
                ),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.session"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("item__in", ITEMS)), name="push_item_known")
                ],
            },
        ),
        migrations.CreateModel(
            name="PushChoices",
            fields=[
                ("id", key()),
                ("choices", yinuo.promise.vault.fields.PersonalJSON(item="push_choices")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="promise.person"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Push",
            fields=[
                ("id", key()),
                ("person", models.UUIDField()),
                ("kind", models.CharField(max_length=32)),
                ("about", models.UUIDField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[(one, one.capitalize()) for one in STATES], db_default="waiting", max_length=16
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(db_default=0)),
                ("made_at", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="notices.pushendpoint"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["next_at"], name="pushes_waiting"),
                    models.Index(fields=["person", "kind", "made_at"], name="pushes_of_a_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("endpoint", "kind", "about"),
                        name="push_waits_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(condition=models.Q(("state__in", STATES)), name="push_state_known"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                (
                    "announcement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="told_devices",
                        serialize=False,
                        to="promise.announcement",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("pushes", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.RunSQL(NOTIFY, "drop function notices_notify"),
    ]
