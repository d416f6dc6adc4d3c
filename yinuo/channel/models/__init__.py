"""What is kept of the health account (doctor's clause 1.4, patient's 1.8, staff's 1.6)."""

from yinuo.channel.models.articles import Article, Draft, Illustration, Reads, Revision, Talk
from yinuo.channel.models.asking import Answer, Follow, Question, ShownQuestion
from yinuo.channel.models.reviewing import Note, Step

__all__ = [
    "Answer",
    "Article",
    "Draft",
    "Follow",
    "Illustration",
    "Note",
    "Question",
    "Reads",
    "Revision",
    "ShownQuestion",
    "Step",
    "Talk",
]
