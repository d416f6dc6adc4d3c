"""Counting: one number an article and day, nothing of anybody."""

from uuid import UUID

from django.db import connection
from django.utils import timezone

from yinuo.promise.columns import uuid7

# The flush is not waited for: readers of one article would queue behind it, and a power cut may cost a few counts.
_COUNT = """
insert into channel_reads (id, article_id, day, count)
select %s, %s, %s, 1 from (select set_config('synchronous_commit', 'off', true)) as unhurried
on conflict (article_id, day) do update set count = channel_reads.count + 1
"""


def note_read(article: UUID) -> None:
    """It was opened once more today. One statement, whatever the number of processes."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [uuid7(), article, timezone.localdate()])
