"""Named failures of the health account; each a whole sentence that says what to do next."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


class UnableToPublish(Exception):
    """Base: ``code`` for programs, ``sentence`` for the person, ``status`` of the answer."""

    code = "unable"
    status = 400

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class TooLong(UnableToPublish):
    """Nothing was saved; the page keeps what was typed."""

    code = "too_long"

    def __init__(self, sentences: Iterable[str]) -> None:
        super().__init__("".join(sentences))


class ChangedElsewhere(UnableToPublish):
    """An old tab: somebody (the author, elsewhere) saved in between."""

    code = "changed_elsewhere"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            _("这篇草稿在别的窗口或设备上改过。您写的还在下面，没有存；那边存下的也在下面，请对照后再存。")
        )


class Incomplete(UnableToPublish):
    """``sentences`` are what is to be mended."""

    code = "incomplete"

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("".join(self.sentences))


class NotQualified(UnableToPublish):
    code = "not_qualified"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("通过医师资质审核之后才能提交发表。写好的还在，资质审核通过后再来提交。"))


class NotAgreed(UnableToPublish):
    code = "not_agreed"

    def __init__(self) -> None:
        super().__init__(_("还没有勾选“同意公开”。看过将要公开的内容，勾选之后再提交。"))


class InThePast(UnableToPublish):
    code = "in_the_past"

    def __init__(self) -> None:
        super().__init__(_("定时的时间已经过去。请选一个将来的时间，或选“审核通过后立即公开”。"))


class TooFarAway(UnableToPublish):
    code = "too_far_away"

    def __init__(self) -> None:
        super().__init__(_("定时最远三个月。请选近一些的时间。"))


class NoSuchTime(UnableToPublish):
    code = "no_such_time"

    def __init__(self) -> None:
        super().__init__(_("看不懂这个时间。请用日期选择框选，或写成 2026-12-01 08:00。"))


class AlreadyWaiting(UnableToPublish):
    code = "already_waiting"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("上一次提交的还在审核。要换成新的，请先在“健康号”里撤回那一次。"))


class NothingNew(UnableToPublish):
    code = "nothing_new"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("和上一次提交的一样，没有改动。请改好再提交。"))


class MovedOn(UnableToPublish):
    """A decision on what was not shown any more."""

    code = "moved_on"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("这一份刚刚有了变化：同事已经处理，或医生撤回了。您的结论没有记下，请看最新情况。"))


class NoteMissing(UnableToPublish):
    code = "note_missing"

    def __init__(self) -> None:
        super().__init__(_("请写明原因，医生会看到，要照着改。"))


class NotChecked(UnableToPublish):
    code = "not_checked"

    def __init__(self) -> None:
        super().__init__(_("请逐项核实，全部勾选之后才能通过。"))


class TakenBack(UnableToPublish):
    code = "taken_back"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("医生已收回公开所需的同意，或资质不再有效，现在不能公开。"))


class NotStanding(UnableToPublish):
    """What the author's own earlier withdrawal closed."""

    code = "not_standing"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("您收回了公开所需的同意，现在不能恢复。请先在“隐私保护提示”中重新同意，再来恢复公开。"))


class NothingPublic(UnableToPublish):
    code = "nothing_public"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("这一步现在做不了：文章的状态刚刚变了。请看最新情况。"))


class TooManyPictures(UnableToPublish):
    code = "too_many_pictures"

    def __init__(self) -> None:
        super().__init__(_("一篇最多 20 张图。请先删掉用不着的。"))


class PictureInUse(UnableToPublish):
    """The desk or readers see it."""

    code = "picture_in_use"
    status = 409

    def __init__(self, number: int) -> None:
        super().__init__(
            _("图%(number)d 在审核中或已公开的那一版里，现在不能删。先提交一版不用它的，通过之后再删。")
            % {"number": number}
        )


class NoPicture(UnableToPublish):
    code = "no_picture"

    def __init__(self) -> None:
        super().__init__(_("请先拍一张或选一张图片，再点“加入文章”。文字已经存好。"))


class NoAnswer(UnableToPublish):
    code = "no_answer"

    def __init__(self) -> None:
        super().__init__(_("公开的问题和回答都要写，各不超过 300 和 2000 个字。"))


class StillRecognisable(UnableToPublish):
    """A telephone number, an address of a person or the like stands in what would be public."""

    code = "still_recognisable"

    def __init__(self, words: str) -> None:
        super().__init__(_("公开的内容里有能认出人的字样：“%(words)s”。请改写后再提交。") % {"words": words})


class AnswerMovedOn(UnableToPublish):
    code = "answer_moved_on"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("这个提问刚刚有了变化，可能已被提问的人删掉，或您已经处理过。请看最新情况。"))


class QuestionTooLong(UnableToPublish):
    code = "question"

    def __init__(self) -> None:
        super().__init__(_("提问要写 10 到 500 个字。请改一改再提交，写好的还在。"))


class TooManyQuestions(UnableToPublish):
    code = "too_many_questions"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("您向这位医生提的问题还有 3 个在等回答。等有了回答，或删掉一个再提。"))


class NotFollowing(UnableToPublish):
    code = "not_following"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("先关注这位医生，再提问。"))


class QuestionNotAgreed(UnableToPublish):
    code = "question_not_agreed"

    def __init__(self) -> None:
        super().__init__(_("两项同意都勾选之后才能提问。不想公开，就不要在这里提，可以去问诊。"))
