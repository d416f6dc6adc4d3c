"""The declarations' words for people: what a basis, a source, a permission is called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yinuo.promise.policy.model import After, Basis, Item, Need, Sensitivity, Source

BASES: Mapping[Basis, Promise] = {
    Basis.CONSENT: _("您的同意"),
    Basis.CONTRACT: _("订立、履行与您的合同所必需"),
    Basis.LEGAL_DUTY: _("履行法定职责或法定义务所必需"),
    Basis.EMERGENCY: _("紧急情况下保护生命健康和财产安全所必需"),
    Basis.PUBLIC_INTEREST: _("为公共利益实施新闻报道、舆论监督"),
    Basis.SELF_PUBLISHED: _("您自行公开或者已经合法公开"),
    Basis.OTHER_LAW: _("法律、行政法规规定的其他情形"),
}
SOURCES: Mapping[Source, Promise] = {
    Source.GIVEN: _("由您或书写者提供"),
    Source.THIRD_PARTY: _("经您授权从第三方取得"),
    Source.AUTOMATIC: _("使用中自动产生"),
    Source.DERIVED: _("经您授权分析得出"),
}
AFTERS: Mapping[After, Promise] = {
    After.DELETE: _("删除"),
    After.FREEZE: _("封存，不再使用"),
    After.RECORD: _("不再新收集，已有的留作病历"),
}
NEEDS: Mapping[Need, Promise] = {Need.BASIC: _("基本"), Need.EXTRA: _("附加")}
PERMISSIONS: Mapping[str, Promise] = {
    "camera": _("相机"),
    "album": _("相册"),
    "microphone": _("麦克风"),
    "read_storage": _("读取存储"),
    "write_storage": _("写入存储"),
    "location": _("位置"),
    "notification": _("通知"),
    "floating_window": _("悬浮窗"),
    "phone_state": _("电话状态"),
    "dialling": _("拨打电话"),
    "clipboard": _("剪贴板"),
}
# What a text may call a permission besides its name; `yinuo policy strike` looks for them.
PERMISSION_WORDS: Mapping[str, tuple[str, ...]] = {
    "camera": ("相机", "摄像头", "拍摄", "拍照"),
    "album": ("相册",),
    "microphone": ("麦克风", "录音"),
    "read_storage": ("读取外部存储", "读取存储"),
    "write_storage": ("写入外部存储", "写入存储"),
    "location": ("位置", "定位"),
    "notification": ("通知",),
    "floating_window": ("悬浮窗",),
    "phone_state": ("读取电话状态", "电话状态"),
    "dialling": ("拨打电话",),
    "clipboard": ("剪贴板", "剪切板"),
}
RECIPIENT_KINDS: Mapping[str, Promise] = {
    "supplier": _("受托的服务商"),
    "affiliate": _("关联公司"),
    "authority": _("主管机关"),
    "sdk": _("第三方代码（SDK）"),
    "service": _("第三方服务"),
}
# The clause of the eight chapters that a recipient of this kind belongs to.
RECIPIENT_CLAUSES: Mapping[str, str] = {
    "supplier": "3.1.4-2",
    "service": "3.1.4-2",
    "affiliate": "3.1.3",
    "authority": "3.1.2",
    "sdk": "3.1.5",
}
STORAGE_KINDS: Mapping[str, Promise] = {
    "cookie": _("Cookie"),
    "local_storage": _("本地存储"),
    "session_storage": _("会话存储"),
    "indexeddb": _("本机数据库（IndexedDB）"),
    "cache": _("缓存"),
    "service_worker": _("后台脚本（Service Worker）"),
}
PATH_KINDS: Mapping[str, Promise] = {"app": _("应用内"), "system": _("系统设置")}

ROLES: Mapping[str, Promise] = {
    "doctor": _("医生"),
    "patient": _("患者"),
    "staff": _("工作人员"),
    "visitor": _("访客"),
}
NOT_OFFERED = _("本版暂未提供")
NOT_COLLECTED = _("本版不收集")
SEPARATE_CONSENT = _("您的单独同意")
NO_SEPARATE_CONSENT = _("不再单独征求同意")
ENCRYPTED, NOT_ENCRYPTED = _("加密存放"), _("不加密存放")
PERSONAL, NOT_PERSONAL = _("含个人信息"), _("不含个人信息")
SENSITIVITIES: Mapping[Sensitivity, Promise] = {
    Sensitivity.PUBLIC: _("公开信息"),
    Sensitivity.PERSONAL: _("个人信息"),
    Sensitivity.DEVICE: _("设备信息"),
    Sensitivity.SENSITIVE: _("敏感个人信息"),
}


def place_name(place: str) -> str:
    return str(_("中国境内") if place == "cn" else place)


# Clause 7, in the words of its list.
MATERIAL: Mapping[str, Promise] = {
    "a": _("服务方式变了：处理的目的、信息种类或使用方式"),
    "b": _("所有权或组织结构变了"),
    "c": _("共享、转让或公开的主要对象变了"),
    "d": _("您的权利或行使办法变了"),
    "e": _("负责部门、联系方式或投诉渠道变了"),
    "f": _("影响评估显示有高风险"),
}


def item_name(item: Item) -> str:
    """In the reader's language; the Chinese name is the one that binds."""
    return item.en if (get_language() or "").startswith("en") and item.en else item.name
