"""Named failures of qualification; each a whole sentence that says what to do next."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


class UnableToQualify(Exception):
    """Base: ``code`` for programs, ``sentence`` for the person."""

    code = "unable"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotEditable(UnableToQualify):
    code = "not_editable"

    def __init__(self) -> None:
        super().__init__(_("资料已提交或已有结论，现在不能直接修改。要改，请先在“我的认证”点“取回修改”。"))


class Incomplete(UnableToQualify):
    """``missing`` are the names of the basic parts that are not there."""

    code = "incomplete"

    def __init__(self, missing: Iterable[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(_("还缺：%(parts)s。补齐后再提交。") % {"parts": "、".join(self.missing)})


class NothingToTakeBack(UnableToQualify):
    code = "nothing_to_take_back"

    def __init__(self) -> None:
        super().__init__(_("资料现在就可以修改，不用取回。"))


class Decided(UnableToQualify):
    """Another reviewer was quicker, or the doctor took the papers back and changed them."""

    code = "decided"

    def __init__(self) -> None:
        super().__init__(
            _("这份资料刚刚有了变化：同事已经处理，或医生取回修改过。您的结论没有记下，请看最新情况再决定。")
        )


class NothingMarked(UnableToQualify):
    code = "nothing_marked"

    def __init__(self) -> None:
        super().__init__(_("请至少勾选一项“请补正”，写明要怎么改，再退回。"))


class NoteMissing(UnableToQualify):
    code = "note_missing"

    def __init__(self) -> None:
        super().__init__(_("请写明原因，医生会看到。"))


class NotConfirmed(UnableToQualify):
    """The three statements without which the law lets nobody practise on the internet."""

    code = "not_confirmed"

    def __init__(self) -> None:
        super().__init__(_("请先核实并勾选：实名、独立执业满三年、所在机构同意。三项缺一不能通过。"))


class TakenBack(UnableToQualify):
    """``parts`` are the names of basic parts whose consent was taken back since the papers were handed in."""

    code = "taken_back"

    def __init__(self, parts: Iterable[str]) -> None:
        names = "、".join(parts)
        super().__init__(_("医生已收回对这几项的同意：%(parts)s。看不到就不能通过，请退回补正。") % {"parts": names})


class UnknownPicture(UnableToQualify):
    code = "unknown_picture"

    def __init__(self) -> None:
        super().__init__(_("请选择要上传的图片，再点“保存”。"))


class NothingToCorrect(UnableToQualify):
    code = "nothing_to_correct"

    def __init__(self) -> None:
        super().__init__(_("和现在的一样，没有要改的。"))


class MayNotBeEmpty(UnableToQualify):
    code = "may_not_be_empty"

    def __init__(self) -> None:
        super().__init__(_("这一项是接诊必需的，不能改成空的。不想再提供，请在“隐私保护提示”中收回同意。"))
