"""What ends when an author takes the consent to publishing back."""

from uuid import UUID

from yinuo.channel.access import PUBLISHED_ITEMS, PURPOSE
from yinuo.channel.actions.answering import close_answers
from yinuo.channel.actions.offline import close_articles
from yinuo.promise.consent import closes


@closes(PURPOSE, *PUBLISHED_ITEMS)
def close_account(person: UUID) -> None:
    """Whoever agrees again later opens nothing by that: each article and answer is put back by an act of its own."""
    close_articles(person)
    close_answers(person)
