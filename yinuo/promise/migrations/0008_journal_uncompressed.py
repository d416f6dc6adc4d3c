"""A record of the journal that is longer than a page is stored beside its row as it is.

Migration 0007 keeps the record of a batch in its row up to a page. A batch of fifty is longer, and PostgreSQL tried to
compress it before it put it aside: that was a sixth of the append's time. A day's partition takes it from the parent.
"""

from django.db import migrations

AS_IT_IS = """
alter table promise_journal alter column body set storage external, alter column whose set storage external;
do $$
declare
    part regclass;
begin
    for part in select inhrelid from pg_inherits where inhparent = 'promise_journal'::regclass loop
        execute format('alter table %s alter column body set storage external,'
                       ' alter column whose set storage external', part);
    end loop;
end $$;
"""
COMPRESSED = AS_IT_IS.replace("external", "extended")


class Migration(migrations.Migration):
    dependencies = [("promise", "0007_journal_in_line")]
    operations = [migrations.RunSQL(AS_IT_IS, COMPRESSED)]
