"""The two statements of the gateway: append a batch of messages, and note a batch of receipts.

Both follow the withdrawal protocol (house law 6): the policy's and the persons' advisory locks shared, in the order
given; then, in a new statement, whether the seats and the policy are still those that the verdicts were made from;
then the writing, with the journal's record in the same transaction. A function that finds anything amiss writes
nothing and says what. Locks of rows are taken in the order of ids, after the advisory ones, as pages do.
"""

from django.db import migrations

STALE = """
create function consultations_stale(persons uuid[], epochs bigint[], roles text[], generations bigint[]) returns uuid[]
language sql volatile as $$
    with in_force as materialized (
        select r.role from unnest(roles, generations) as r(role, generation)
        left join promise_in_force f on f.role = r.role
        group by r.role having bool_and(coalesce(f.generation, -1) = r.generation)
    )
    select array_agg(p.person)
    from unnest(persons, epochs) as p(person, epoch)
    left join promise_seat s on s.person = p.person and s.epoch = p.epoch
    left join in_force on in_force.role = s.role
    where in_force.role is null
$$;
"""

APPEND = """
create function consultations_append(
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
    perform from consultations_consultation c where c.id = any(topics) order by c.id for no key update;
    select array_agg(p.problem order by p.n), array_agg(p.number order by p.n), array_agg(p.sent_at order by p.n)
    into problems, numbers, times
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
    ) as p;
    if array_remove(problems, null) <> '{}' then
        return;
    end if;
    moment := clock_timestamp();
    with fresh as (
        select r.*, c.patient_id, (c.last_number + row_number() over (partition by r.topic order by r.n))::integer as number
        from unnest(ids, topics, bys, client_ids, kinds, texts, files)
             with ordinality as r(id, topic, by, client_id, kind, content, file, n)
        join consultations_consultation c on c.id = r.topic
    ), inserted as (
        insert into consultations_message
            (id, consultation_id, patient_id, author_id, number, client_id, kind, notice, item, text, media_id, sent_at)
        select id, topic, patient_id, by, number, client_id, kind, '',
               case kind when 'text' then 'message_text' when 'photo' then 'photo_taken'
                         when 'album' then 'album_picture' when 'voice' then 'voice_note' end,
               content, file, moment from fresh
    ), counted as (
        update consultations_consultation c set last_number = top.number
        from (select topic, max(number) as number from fresh group by topic) as top where c.id = top.topic
    )
    select array_agg(number order by n) into numbers from fresh;
    times := array[moment];
    perform promise_journal_append(today, of_chain, record, about);
    written := true;
end $$;
"""

RECEIVE = """
create function consultations_receive(
    keys bigint[], persons uuid[], epochs bigint[], roles text[], generations bigint[],
    ids uuid[], topics uuid[], bys uuid[], delivered integer[], read integer[],
    today date, of_chain uuid, record text, about jsonb,
    out stale uuid[], out moved_topics uuid[], out moved_by uuid[], out moved_delivered integer[],
    out moved_read integer[])
language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(k) from unnest(keys) as k;
    stale := consultations_stale(persons, epochs, roles, generations);
    if stale is not null then
        return;
    end if;
    with told as (
        select r.id, r.topic, r.by, least(greatest(r.delivered, r.read), c.last_number) as delivered,
               least(r.read, c.last_number) as read
        from unnest(ids, topics, bys, delivered, read) as r(id, topic, by, delivered, read)
        join consultations_consultation c on c.id = r.topic and r.by in (c.doctor_id, c.patient_id)
        order by r.topic, r.by
    ), moved as (
        insert into consultations_readstate as s (id, consultation_id, person_id, delivered_upto, read_upto)
        select id, topic, by, told.delivered, told.read from told
        on conflict (consultation_id, person_id) do update set
            delivered_upto = greatest(s.delivered_upto, excluded.delivered_upto),
            read_upto = greatest(s.read_upto, excluded.read_upto)
        where s.delivered_upto < excluded.delivered_upto or s.read_upto < excluded.read_upto
        returning s.consultation_id, s.person_id, s.delivered_upto, s.read_upto
    )
    select array_agg(consultation_id), array_agg(person_id), array_agg(delivered_upto), array_agg(read_upto)
    into moved_topics, moved_by, moved_delivered, moved_read from moved;
    if moved_topics is not null then
        perform promise_journal_append(today, of_chain, record, about);
    end if;
end $$;
"""

UNDO = """
drop function consultations_receive, consultations_append, consultations_stale;
"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0002_parties"), ("promise", "0002_journal"), ("media", "0001_media")]
    operations = [migrations.RunSQL(STALE + APPEND + RECEIVE, UNDO)]
