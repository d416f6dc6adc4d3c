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
        super().__init__(_("资料已提交或已有结论，现在不能修改。请等审核结果，或按审核意见补正后再提交。"))


class Incomplete(UnableToQualify):
    """``missing`` are the names of the basic parts that are not there."""

    code = "incomplete"

    def __init__(self, missing: Iterable[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(_("还缺：%(parts)s。补齐后再提交。") % {"parts": "、".join(self.missing)})


class NotWaiting(UnableToQualify):
    code = "not_waiting"

    def __init__(self) -> None:
        super().__init__(_("这份资料现在不在待审核状态，可能同事已经处理。请返回列表。"))


class NoteMissing(UnableToQualify):
    code = "note_missing"

    def __init__(self) -> None:
        super().__init__(_("请至少对一项写明需要补正什么。"))


class NotConfirmed(UnableToQualify):
    """The two statements without which the law lets nobody practise on the internet."""

    code = "not_confirmed"

    def __init__(self) -> None:
        super().__init__(_("请先核实并勾选：独立执业满三年、所在机构同意。两项缺一不能通过。"))


class UnknownPicture(UnableToQualify):
    code = "unknown_picture"

    def __init__(self) -> None:
        super().__init__(_("请选择要上传的图片，再点“保存”。"))
