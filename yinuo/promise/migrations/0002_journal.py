"""The journal's table: partitioned by day, append-only, extended by one function."""

from django.db import migrations

JOURNAL = """
create table promise_journal (
    day date not null,
    chain uuid not null,
    seq bigint not null,
    whose jsonb not null,
    body text not null,
    hash bytea not null check (octet_length(hash) = 32),
    primary key (day, chain, seq)
) partition by range (day);
create table promise_journal_rest partition of promise_journal default;
create index promise_journal_whose on promise_journal using gin (whose jsonb_path_ops);

create function promise_journal_append(today date, of_chain uuid, record text, about jsonb) returns bigint
language plpgsql as $$
declare
    head record;
    number bigint;
begin
    select seq, hash into head from promise_journal where day = today and chain = of_chain order by seq desc limit 1;
    number := coalesce(head.seq, 0) + 1;
    insert into promise_journal (day, chain, seq, whose, body, hash) values (
        today, of_chain, number, about, record,
        sha256(coalesce(head.hash, sha256(convert_to(today || '/' || of_chain, 'UTF8')))
               || int8send(number) || convert_to(record, 'UTF8')));
    return number;
end $$;

create function promise_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the journal and the ledger are only appended to';
end $$;
create trigger promise_journal_append_only before update or delete on promise_journal
    for each row execute function promise_append_only();
create trigger promise_consent_append_only before update or delete on promise_consentevent
    for each row execute function promise_append_only();

create function promise_journal_prepare(days int) returns void language plpgsql security definer
set search_path = public, pg_temp as $$
declare
    d date;
begin
    for d in select (now() at time zone 'utc')::date + n from generate_series(0, days) n loop
        if to_regclass('promise_journal_' || to_char(d, 'YYYYMMDD')) is null
           and not exists (select 1 from promise_journal_rest where day = d) then
            execute format('create table %I partition of promise_journal for values from (%L) to (%L)',
                           'promise_journal_' || to_char(d, 'YYYYMMDD'), d, d + 1);
        end if;
    end loop;
end $$;
select promise_journal_prepare(7);
"""

UNDO = """
drop table promise_journal;
drop function promise_journal_append(date, uuid, text, jsonb);
drop function promise_journal_prepare(int);
drop trigger promise_consent_append_only on promise_consentevent;
drop function promise_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("promise", "0001_engine")]
    operations = [migrations.RunSQL(JOURNAL, UNDO)]
