"""A record of the journal up to a page's size stays in its row as it is.

The record of a batch is mostly pseudonyms, which are random: trying to compress them cost every append a seventh of
its time and won little. A day's partition says so when it is made.
"""

from django.db import migrations

IN_LINE = """
do $$
declare
    part regclass;
begin
    for part in select inhrelid from pg_inherits where inhparent = 'promise_journal'::regclass loop
        execute format('alter table %s set (toast_tuple_target = 8160)', part);
    end loop;
end $$;
"""

COMPRESSED = IN_LINE.replace("set (toast_tuple_target = 8160)", "reset (toast_tuple_target)")

PREPARE = """
create or replace function promise_journal_prepare(days int) returns void language plpgsql security definer
set search_path = public, pg_temp as $$
declare
    d date;
begin
    for d in select (now() at time zone 'utc')::date + n from generate_series(0, days) n loop
        if to_regclass('promise_journal_' || to_char(d, 'YYYYMMDD')) is null
           and not exists (select 1 from promise_journal_rest where day = d) then
            execute format('create table %I partition of promise_journal for values from (%L) to (%L)'
                           || ' with (toast_tuple_target = 8160)',
                           'promise_journal_' || to_char(d, 'YYYYMMDD'), d, d + 1);
        end if;
    end loop;
end $$;
"""

PREPARE_UNDO = PREPARE.replace("'\n                           || ' with (toast_tuple_target = 8160)'", "'")


class Migration(migrations.Migration):
    dependencies = [("promise", "0006_sharing_by_day_and_closed_sockets")]
    operations = [migrations.RunSQL(IN_LINE + PREPARE, COMPRESSED + PREPARE_UNDO)]
