"""Why the gate says no, and each no as a whole sentence that says what to do next."""

from enum import StrEnum

from django.utils.translation import gettext as _


class Reason(StrEnum):
    ALLOWED = "allowed"
    RECORD = "record"
    EXCEPTION = "exception"
    UNKNOWN_PERSON = "unknown_person"
    NO_VERSION = "no_version"
    PURPOSE_NOT_NAMED = "purpose_not_named"
    NOT_OFFERED = "not_offered"
    ITEM_NOT_NAMED = "item_not_named"
    NOT_COLLECTED = "not_collected"
    NOT_CONFIRMED = "not_confirmed"
    NOT_IN_CONFIRMED = "not_in_confirmed"
    WITHDRAWN = "withdrawn"
    SOURCE = "source"
    PERMISSION_NOT_NAMED = "permission_not_named"
    NO_GRANT = "no_grant"
    GRANT_WITHDRAWN = "grant_withdrawn"
    NOT_YOURS = "not_yours"
    RIGHTS_TAKE_NOTHING = "rights_take_nothing"
    ERASED = "erased"


# What no clause in force names: nothing that the person could allow.
UNNAMED = frozenset(
    {
        Reason.PURPOSE_NOT_NAMED,
        Reason.NOT_OFFERED,
        Reason.ITEM_NOT_NAMED,
        Reason.NOT_COLLECTED,
        Reason.SOURCE,
        Reason.PERMISSION_NOT_NAMED,
    }
)


def sentence(reason: Reason, *, item: str, version: str, clause: str) -> str:
    """The reason in the reader's language."""
    return _pattern(reason) % {"item": item, "version": version, "clause": clause}


def _pattern(reason: Reason) -> str:
    patterns = {
        Reason.UNKNOWN_PERSON: _("找不到这项信息属于谁，所以不能继续。请重新登录后再试。"),
        Reason.NO_VERSION: _("没有生效的隐私政策，所以不能处理“%(item)s”。请联系医院。"),
        Reason.PURPOSE_NOT_NAMED: _("现行隐私政策（%(version)s）没有写明这一用途，所以不能处理“%(item)s”。"),
        Reason.NOT_OFFERED: _("现行隐私政策（%(version)s）第 %(clause)s 条的功能本版暂未提供。"),
        Reason.ITEM_NOT_NAMED: _(
            "现行隐私政策（%(version)s）第 %(clause)s 条没有写明会收集“%(item)s”，所以不能收集或使用它。"
        ),
        Reason.NOT_COLLECTED: _("隐私政策（%(version)s）第 %(clause)s 条写明：本版不收集“%(item)s”。"),
        Reason.NOT_CONFIRMED: _("您还没有确认隐私政策，所以不能处理“%(item)s”。请先阅读并确认。"),
        Reason.NOT_IN_CONFIRMED: _(
            "您确认过的隐私政策没有写明“%(item)s”的这一用途（新版 %(version)s 第 %(clause)s 条）。请先阅读并确认新版。"
        ),
        Reason.WITHDRAWN: _("隐私授权已取消，所以不能处理“%(item)s”。可在“隐私保护提示”中一步恢复。"),
        Reason.SOURCE: _("隐私政策第 %(clause)s 条没有写明以这种来源取得“%(item)s”，所以已拒绝。"),
        Reason.PERMISSION_NOT_NAMED: _(
            "隐私政策（%(version)s）第 %(clause)s 条没有写明可用这项设备权限采集“%(item)s”，所以不能采集。"
        ),
        Reason.NO_GRANT: _("还没有同意提供“%(item)s”（第 %(clause)s 条）。同意后才能使用，不同意不影响其他功能。"),
        Reason.GRANT_WITHDRAWN: _(
            "“%(item)s”的授权已收回（第 %(clause)s 条）。可在“我的→设置→账户信息→隐私保护提示”中重新允许。"
        ),
        Reason.NOT_YOURS: _("这里只能查看您本人的信息。"),
        Reason.RIGHTS_TAKE_NOTHING: _("行使权利时不会收集“%(item)s”。请在相应功能中填写。"),
        Reason.ERASED: _("“%(item)s”已经删除，无法再读取。"),
    }
    return patterns.get(reason, _("不能处理“%(item)s”。"))
