"""Days of the journal that are dropped after their term, by one function of the owner's; anchors are append-only.

``promise_journal_drop`` runs with the rights of the tables' owner, and itself keeps what the program may not decide:
a day is never dropped before 184 days are over (at least six months, Cybersecurity Law article 23), and its closing
heads are taken from the records, not from the caller. It waits two seconds for its lock and no longer, because every
append would wait behind it.
"""

from django.db import migrations

CLOSED_DAYS = """
create function promise_only_owner() returns trigger language plpgsql as $$
begin
    if not pg_has_role(current_user, (select relowner from pg_class where oid = tg_relid), 'usage') then
        raise exception 'only promise_journal_drop closes a day';
    end if;
    return new;
end $$;
create trigger promise_closedday_only_owner before insert on promise_closedday
    for each row execute function promise_only_owner();
create trigger promise_closedday_append_only before update or delete on promise_closedday
    for each row execute function promise_append_only();
create trigger promise_anchor_append_only before update or delete on promise_anchor
    for each row execute function promise_append_only();
create index promise_anchor_by_day on promise_anchor (substr(body, 8, 10), id);

create function promise_journal_drop(gone date) returns text language plpgsql security definer
set search_path = public, pg_temp set lock_timeout = '2s' as $$
declare
    closing text;
    part regclass := to_regclass('promise_journal_' || to_char(gone, 'YYYYMMDD'));
begin
    if gone > (now() at time zone 'utc')::date - 185 then
        raise exception 'a day of the journal is kept for 184 days';
    end if;
    select json_build_object('day', gone, 'heads', coalesce(json_agg(
               json_build_array(h.chain, h.seq, encode(h.hash, 'hex')) order by h.chain), '[]'::json))::text
    into closing
    from (select distinct on (chain) chain, seq, hash from promise_journal where day = gone
          order by chain, seq desc) h;
    insert into promise_closedday (day, body, hash) values (gone, closing, sha256(convert_to(closing, 'UTF8')));
    if part is not null then
        execute format('drop table %s', part);
    else
        alter table promise_journal_rest disable trigger promise_journal_append_only;
        delete from promise_journal_rest where day = gone;
        alter table promise_journal_rest enable trigger promise_journal_append_only;
    end if;
    return closing;
end $$;
"""

UNDO = """
drop function promise_journal_drop(date);
drop index promise_anchor_by_day;
drop trigger promise_anchor_append_only on promise_anchor;
drop trigger promise_closedday_append_only on promise_closedday;
drop trigger promise_closedday_only_owner on promise_closedday;
drop function promise_only_owner();
"""


class Migration(migrations.Migration):
    dependencies = [("promise", "0002_journal")]
    operations = [migrations.RunSQL(CLOSED_DAYS, UNDO)]
