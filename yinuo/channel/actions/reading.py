"""Counting: one number an article and day, nothing of anybody."""

from uuid import UUID

from django.db import connection
from django.utils import timezone

from yinuo.channel.access import STANDING, PublicStanding, standing_of
from yinuo.promise.columns import uuid7

# The flush is not waited for: readers of one article would queue behind it, and a power cut may cost a few counts.
_READ = f"""
with standing as ({STANDING}), counted as (
    insert into channel_reads (id, article_id, day, count)
    select %s, standing.id, %s, 1
    from standing, (select set_config('synchronous_commit', 'off', true)) as unhurried
    on conflict (article_id, day) do update set count = channel_reads.count + 1
)
select * from standing
"""  # noqa: S608 - of constants alone


def note_read(article: UUID) -> PublicStanding:
    """It was opened once more today, and how it stands: in one statement, so that a reader waits for one answer of the
    database. Raises :class:`~yinuo.channel.access.NotHere`, and counts nothing, when it is not public."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [article, uuid7(), timezone.localdate()])
        return standing_of(cursor.fetchone())
