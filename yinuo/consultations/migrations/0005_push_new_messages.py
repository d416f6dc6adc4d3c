"""A message asks for a push to the other party, in the transaction that writes it (clause 1.10)."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("yinuo.consultations.migrations.0003_socket_functions").APPEND
JOURNAL = "    perform promise_journal_append(today, of_chain, record, about);\n"
PUSH = """    perform notices_notify(
        array_agg(case when r.by = c.doctor_id then c.patient_id else c.doctor_id end order by r.n),
        'new_message', array_agg(c.id order by r.n), interval '2 seconds', false)
    from unnest(topics, bys) with ordinality as r(topic, by, n)
    join consultations_consultation c on c.id = r.topic;
"""
AGAIN = BEFORE.replace("create function", "create or replace function", 1)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0004_cheaper_append"), ("notices", "0002_push")]
    operations = [migrations.RunSQL(AGAIN.replace(JOURNAL, PUSH + JOURNAL, 1), AGAIN)]
