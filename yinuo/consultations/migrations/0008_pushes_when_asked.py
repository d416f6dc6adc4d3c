"""An append begins a push only when somebody has a device, and looks each seat up.

Doctor and patient are read while the consultation's row is being locked; a batch of which neither has a device to push
to does not begin a push. Whether a seat is stale is a statement of the function's own,
planned once a connection, and it looks up each person: a join read the seats of everybody while they were few.
"""

from importlib import import_module

from django.db import migrations

APPEND = """
create or replace function consultations_append(
    keys bigint[], persons uuid[], epochs bigint[], roles text[], generations bigint[],
    ids uuid[], topics uuid[], bys uuid[], client_ids uuid[], kinds text[], texts bytea[], files uuid[],
    today date, of_chain uuid, record text, about jsonb,
    out written boolean, out stale uuid[], out problems text[], out numbers integer[], out times timestamptz[])
language plpgsql as $$
declare
    moment timestamptz;
    doctors uuid[];
    patients uuid[];
begin
    written := false;
    perform pg_advisory_xact_lock_shared(k) from unnest(keys) as k;
    with in_force as materialized (
        select r.role from unnest(roles, generations) as r(role, generation)
        left join promise_in_force f on f.role = r.role
        group by r.role having bool_and(coalesce(f.generation, -1) = r.generation)
    )
    select array_agg(p.person) into stale
    from unnest(persons, epochs) as p(person, epoch)
    where (select s.role from promise_seat s where s.person = p.person and s.epoch = p.epoch)
          in (select role from in_force) is not true;
    if stale is not null then
        return;
    end if;
    begin
        select array_agg(c.doctor_id), array_agg(c.patient_id) into doctors, patients from (
            select c.doctor_id, c.patient_id from consultations_consultation c
            where c.id = any(topics) order by c.id for no key update) as c;
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
        if exists (select from notices_pushendpoint e where e.person_id = any(doctors || patients)) then
            perform notices_notify(
                array_agg(case when r.by = c.doctor_id then c.patient_id else c.doctor_id end order by r.n),
                'new_message', array_agg(c.id order by r.n), interval '2 seconds', false)
            from unnest(topics, bys) with ordinality as r(topic, by, n)
            join consultations_consultation c on c.id = r.topic;
        end if;
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

ONE_PASS = import_module("yinuo.consultations.migrations.0006_one_pass_append")


class Migration(migrations.Migration):
    dependencies = [("consultations", "0007_paying"), ("notices", "0002_push")]
    operations = [migrations.RunSQL(APPEND, ONE_PASS.APPEND)]
