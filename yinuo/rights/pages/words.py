"""The policy's and the journal's terms as a person says them."""

from datetime import datetime

from django.utils.translation import gettext as _

from yinuo.promise.journal.reading import Touch
from yinuo.promise.policy import built_in
from yinuo.promise.policy.model import Source, Version
from yinuo.promise.policy.words import item_name
from yinuo.promise.retention.clock import due_at
from yinuo.promise.retention.terms import term_of


def source_words(source: Source) -> str:
    return {
        Source.GIVEN: _("您或写下它的人提供"),
        Source.THIRD_PARTY: _("经您授权从第三方取得"),
        Source.AUTOMATIC: _("使用时自动产生"),
        Source.DERIVED: _("经您授权分析得出"),
    }[source]


def keep_words(klass: str, in_force: Version | None, confirmed: Version | None) -> str:
    """How long the class is kept, in the policy's own words."""
    for version in (in_force, confirmed):
        if version is not None and klass in version.classes:
            return version.classes[klass].name
    return built_in.CLASSES[klass].name if klass in built_in.CLASSES else _("按收集时的政策保存")


def until(klass: str, made: datetime, in_force: Version | None, confirmed: Version | None) -> datetime | None:
    """The day on which the value must be gone; None while it stands as long as the account does."""
    keep = term_of(klass, in_force, confirmed)
    return due_at(made, keep) if keep else None


def who_words(touch: Touch) -> str:
    """Never another person's name: a role, or a desk of the hospital."""
    if touch.own:
        return _("您本人")
    if touch.role == "staff":
        return _("本院：%(desk)s") % {"desk": desk_words(touch.desk)}
    return {
        "doctor": _("医生"),
        "patient": _("患者"),
        "system": _("程序自动"),
        "visitor": _("登录或打开主页的人"),
    }.get(touch.role, touch.role)


def desk_words(desk: str) -> str:
    return {
        "reviewer": _("资质审核"),
        "privacy_officer": _("个人信息保护"),
        "security": _("安全"),
        "audit": _("审计"),
        "content": _("内容审核"),
        "finance": _("财务"),
        "system_administrator": _("系统管理"),
    }.get(desk, _("工作人员"))


def act_words(touch: Touch) -> str:
    if touch.reason not in ("allowed", "record", "exception", "term_over", "withdrawn", "number_freed", "nobody"):
        return _("想用，被拒绝")
    return {
        "use": _("查看或使用"),
        "capture": _("收下"),
        "share": _("发给接收方"),
        "delete": _("删除"),
        "reindex": _("换密钥时重新索引"),
        "number_pass": _("给出换号链接"),
        "vouched": _("核实后放行登录"),
        "look_up": _("用手机号找到您的账户"),
    }.get(touch.act, touch.act)


def purpose_words(purpose: str, *versions: Version | None) -> str:
    """What it was done for. The engine's own purposes are in no policy's text."""
    built_in = {
        "rights": _("行使您的权利"),
        "rights.answer": _("答复您的请求"),
        "rights.number": _("更换手机号"),
        "retention": _("到期或撤回后的清理"),
        "keys": _("每周更换密钥"),
    }
    if purpose in built_in:
        return built_in[purpose]
    for version in versions:
        if version is not None and purpose in version.purposes:
            return version.purposes[purpose].does
    return purpose


def name_of(item: str, *versions: Version | None) -> str:
    """What an item is called in the first of these versions that knows it, or in the engine's own table."""
    for version in versions:
        if version is not None and item in version.items:
            return item_name(version.items[item])
    return item_name(built_in.ITEMS[item]) if item in built_in.ITEMS else item
