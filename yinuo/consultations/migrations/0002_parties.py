"""Whom a row is about and who wrote it are the consultation's own two: kept by composite foreign keys."""

from django.db import migrations

OF_PATIENT = ["risknotice", "intake", "earlierdiagnosis", "decline", "revisitjudgement", "closing", "message"]
OF_DOCTOR = ["risknotice", "decline", "revisitjudgement", "closing"]


def tie(table: str, party: str) -> migrations.RunSQL:
    name = f"consultations_{table}_{party}_of_consultation"
    return migrations.RunSQL(
        f"alter table consultations_{table} add constraint {name} foreign key (consultation_id, {party}_id)"
        f" references consultations_consultation (id, {party}_id)",
        f"alter table consultations_{table} drop constraint {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("consultations", "0001_consultations")]

    operations = [
        *(tie(table, "patient") for table in OF_PATIENT),
        *(tie(table, "doctor") for table in OF_DOCTOR),
    ]
