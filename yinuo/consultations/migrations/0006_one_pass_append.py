"""A batch of messages is appended in one pass, and looked at once a batch.

What had to be done for each message, or anew for each batch, cost as much as the messages themselves:

- Two foreign keys a message, of its patient and of its author, each locked and rewrote a row. In their place a trigger
  looks once a statement, through all new rows, that the patient is the consultation's and the author one of its two:
  more than the keys said. Both persons are held by the consultation's own keys; another trigger keeps the consultation
  and its two while anything has been said in it. Whoever writes a message holds the consultation's row (the append
  function, and pages by ``select for update``), so that it can't go meanwhile.
- PostgreSQL takes the text of every check constraint of a table apart for every statement that writes to it: on a
  batch of twenty that was a quarter of the work. The message's are conditions of the same trigger. The consultation's
  own are no more evaluated for an append, as its row is only locked: the next number is read from the thread.
- The look for what may be wrong with an entry is taken only when something is: a row has no place to go, or a unique
  index refuses. Then all is taken back, and the entries are looked through.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

KEPT = """
create function consultations_message_kept() returns trigger language plpgsql as $$
begin
    if exists (
        select from fresh f left join consultations_consultation c on c.id = f.consultation_id
        where c.id is null or c.patient_id <> f.patient_id or f.author_id not in (c.doctor_id, c.patient_id)
        or f.number < 1 or not case f.kind
            when 'text' then f.item = 'message_text' and f.text is not null and f.media_id is null and f.notice = ''
            when 'photo' then f.item = 'photo_taken' and f.text is null and f.media_id is not null and f.notice = ''
            when 'album' then f.item = 'album_picture' and f.text is null and f.media_id is not null and f.notice = ''
            when 'voice' then f.item = 'voice_note' and f.text is null and f.media_id is not null and f.notice = ''
            when 'notice' then f.item = '' and f.text is null and f.media_id is null and f.notice <> ''
            else false end
    ) then
        raise integrity_constraint_violation using message =
            'a message is its consultation''s patient''s, by one of the two, numbered from one, and of one kind';
    end if;
    return null;
end $$;
create trigger consultations_message_inserted after insert on consultations_message
    referencing new table as fresh for each statement execute function consultations_message_kept();
create trigger consultations_message_updated after update on consultations_message
    referencing new table as fresh for each statement execute function consultations_message_kept();

create function consultations_parties_stay() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and (new.id, new.doctor_id, new.patient_id) = (old.id, old.doctor_id, old.patient_id) then
        return new;
    end if;
    if exists (select from consultations_message m where m.consultation_id = old.id) then
        raise foreign_key_violation using message = 'messages were written in this consultation, between these two';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger consultations_consultation_deleted before delete on consultations_consultation
    for each row execute function consultations_parties_stay();
create trigger consultations_consultation_of_others before update of id, doctor_id, patient_id
    on consultations_consultation for each row execute function consultations_parties_stay();

alter table consultations_message drop constraint consultations_message_patient_of_consultation;
alter table consultations_consultation reset (fillfactor);
"""

KEPT_UNDO = """
alter table consultations_consultation set (fillfactor = 60);
alter table consultations_message add constraint consultations_message_patient_of_consultation
    foreign key (consultation_id, patient_id) references consultations_consultation (id, patient_id);
drop trigger consultations_consultation_of_others on consultations_consultation;
drop trigger consultations_consultation_deleted on consultations_consultation;
drop function consultations_parties_stay;
drop trigger consultations_message_updated on consultations_message;
drop trigger consultations_message_inserted on consultations_message;
drop function consultations_message_kept;
"""

PROBLEMS = """
create function consultations_append_problems(
    topics uuid[], bys uuid[], client_ids uuid[], kinds text[], files uuid[],
    out problems text[], out numbers integer[], out times timestamptz[])
language sql as $$
    select array_agg(p.problem order by p.n), array_agg(p.number order by p.n), array_agg(p.sent_at order by p.n)
    from (
        select r.n, m.number, m.sent_at, case
            when m.consultation_id = r.topic then 'known'
            when m.id is not null then 'reused'
            when c.id is null or r.by not in (c.doctor_id, c.patient_id) then 'missing'
            when c.state <> 'open' then 'closed'
            when r.file is not null and (
                not exists (select from consultations_upload u where u.media_id = r.file
                            and u.consultation_id = r.topic and u.author_id = r.by and u.kind = r.kind)
                or exists (select from consultations_message o where o.media_id = r.file)) then 'media'
            end as problem
        from unnest(topics, bys, client_ids, kinds, files)
             with ordinality as r(topic, by, client_id, kind, file, n)
        left join consultations_consultation c on c.id = r.topic
        left join consultations_message m on m.author_id = r.by and m.client_id = r.client_id
    ) as p
$$;
"""

# Nothing found although something was amiss: it is over meanwhile, or two entries of the batch are in each other's
# way. The error goes on, and the writer tries again, in the end one by one.
APPEND = """
create or replace function consultations_append(
    keys bigint[], persons uuid[], epochs bigint[], roles text[], generations bigint[],
    ids uuid[], topics uuid[], bys uuid[], client_ids uuid[], kinds text[], texts bytea[], files uuid[],
    today date, of_chain uuid, record text, about jsonb,
    out written boolean, out stale uuid[], out problems text[], out numbers integer[], out times timestamptz[])
language plpgsql as $$
declare
    moment timestamptz;
begin
    written := false;
    perform pg_advisory_xact_lock_shared(k) from unnest(keys) as k;
    stale := consultations_stale(persons, epochs, roles, generations);
    if stale is not null then
        return;
    end if;
    begin
        perform from consultations_consultation c where c.id = any(topics) order by c.id for no key update;
        moment := clock_timestamp();
        with fresh as (
            select r.*, c.patient_id,
                   (last.number + row_number() over (partition by r.topic order by r.n))::integer as number
            from unnest(ids, topics, bys, client_ids, kinds, texts, files)
                 with ordinality as r(id, topic, by, client_id, kind, content, file, n)
            join consultations_consultation c
                 on c.id = r.topic and c.state = 'open' and r.by in (c.doctor_id, c.patient_id)
            cross join lateral (
                select coalesce(max(m.number), 0) as number from consultations_message m
                where m.consultation_id = r.topic) as last
            where r.file is null or exists (
                select from consultations_upload u where u.media_id = r.file
                and u.consultation_id = r.topic and u.author_id = r.by and u.kind = r.kind)
        ), inserted as (
            insert into consultations_message
                (id, consultation_id, patient_id, author_id, number, client_id, kind, notice, item, text, media_id, sent_at)
            select id, topic, patient_id, by, number, client_id, kind, '',
                   case kind when 'text' then 'message_text' when 'photo' then 'photo_taken'
                             when 'album' then 'album_picture' when 'voice' then 'voice_note' end,
                   content, file, moment from fresh
        )
        select array_agg(number order by n) into numbers from fresh;
        if cardinality(numbers) is distinct from cardinality(ids) then
            raise serialization_failure using message = 'an entry has no place to go';
        end if;
        times := array[moment];
        perform notices_notify(
            array_agg(case when r.by = c.doctor_id then c.patient_id else c.doctor_id end order by r.n),
            'new_message', array_agg(c.id order by r.n), interval '2 seconds', false)
        from unnest(topics, bys) with ordinality as r(topic, by, n)
        join consultations_consultation c on c.id = r.topic;
        perform promise_journal_append(today, of_chain, record, about);
        written := true;
    exception when unique_violation or serialization_failure then
        select p.problems, p.numbers, p.times into problems, numbers, times
        from consultations_append_problems(topics, bys, client_ids, kinds, files) as p;
        if array_remove(problems, null) = '{}' then
            raise;
        end if;
    end;
end $$;
"""

EARLIER = import_module("yinuo.consultations.migrations.0003_socket_functions")
PUSHING = import_module("yinuo.consultations.migrations.0005_push_new_messages")
COUNTED = "join consultations_consultation c on c.id = r.topic and r.by in (c.doctor_id, c.patient_id)\n"
READ = """
        cross join lateral (
            select coalesce(max(m.number), 0) as last_number from consultations_message m
            where m.consultation_id = r.topic) as said
"""
RECEIVE = EARLIER.RECEIVE.replace(COUNTED, COUNTED.rstrip() + READ).replace("c.last_number", "said.last_number")
FUNCTIONS = PROBLEMS + APPEND + RECEIVE.replace("create function", "create or replace function")
FUNCTIONS_EARLIER = PUSHING.AGAIN.replace(PUSHING.JOURNAL, PUSHING.PUSH + PUSHING.JOURNAL, 1) + EARLIER.RECEIVE.replace(
    "create function", "create or replace function"
)
COUNTER = """
drop function consultations_append_problems;
update consultations_consultation c set last_number = coalesce(
    (select max(m.number) from consultations_message m where m.consultation_id = c.id), 0);
"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0005_push_new_messages"), ("promise", "0007_journal_in_line")]
    operations = [
        migrations.AlterField(
            "message",
            "author",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="promise.person",
            ),
        ),
        migrations.AlterField("message", "number", models.IntegerField()),
        migrations.RemoveConstraint("message", "message_number_positive"),
        migrations.RemoveConstraint("message", "message_kind_fits_content"),
        migrations.RunSQL(KEPT, KEPT_UNDO),
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_EARLIER + COUNTER),
        migrations.RemoveField("consultation", "last_number"),
    ]
