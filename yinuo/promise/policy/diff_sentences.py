"""A difference as one sentence for people."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.promise.policy.cells import Cell

ADDED: Mapping[str, Promise] = {
    "purpose": gettext_lazy("新增功能“%(subject)s”。"),
    "item": gettext_lazy("新增收集“%(subject)s”。"),
    "permission": gettext_lazy("新增使用设备权限“%(subject)s”。"),
    "permission.item": gettext_lazy("“%(subject)s”新增可以通过“%(new)s”采集。"),
    "source": gettext_lazy("“%(subject)s”新增一种来源：%(new)s。"),
    "recipient": gettext_lazy("新增接收方“%(subject)s”。"),
    "recipient.name": gettext_lazy("接收方现在是“%(new)s”。"),
    "recipient.item": gettext_lazy("接收方“%(subject)s”新增获得“%(new)s”。"),
    "recipient.purpose": gettext_lazy("接收方“%(subject)s”新增用途：%(new)s。"),
    "recipient.host": gettext_lazy("接收方“%(subject)s”新增服务地址 %(new)s。"),
    "recipient.place": gettext_lazy("接收方“%(subject)s”新增处理地：%(new)s。"),
    "storage": gettext_lazy("新增在您的设备上存放“%(subject)s”。"),
    "place": gettext_lazy("新增存放地：%(subject)s。"),
    "measure": gettext_lazy("新增承诺：%(subject)s。"),
    "path": gettext_lazy("新增操作路径：%(subject)s（%(new)s）。"),
}
REMOVED: Mapping[str, Promise] = {
    "purpose": gettext_lazy("不再有功能“%(subject)s”。"),
    "item": gettext_lazy("不再收集“%(subject)s”。"),
    "permission": gettext_lazy("不再使用设备权限“%(subject)s”。"),
    "permission.item": gettext_lazy("“%(subject)s”不再通过“%(old)s”采集。"),
    "source": gettext_lazy("“%(subject)s”不再有这种来源：%(old)s。"),
    "recipient": gettext_lazy("不再有接收方“%(subject)s”。"),
    "recipient.name": gettext_lazy("接收方不再是“%(old)s”。"),
    "recipient.item": gettext_lazy("接收方“%(subject)s”不再获得“%(old)s”。"),
    "recipient.purpose": gettext_lazy("接收方“%(subject)s”不再有这项用途：%(old)s。"),
    "recipient.host": gettext_lazy("接收方“%(subject)s”不再使用服务地址 %(old)s。"),
    "recipient.place": gettext_lazy("接收方“%(subject)s”不再在此处理：%(old)s。"),
    "storage": gettext_lazy("不再在您的设备上存放“%(subject)s”。"),
    "place": gettext_lazy("不再存放于：%(subject)s。"),
    "measure": gettext_lazy("不再有这项承诺：%(subject)s。"),
    "path": gettext_lazy("不再有操作路径：%(subject)s（%(old)s）。"),
}
CHANGED: Mapping[str, Promise] = {
    "purpose": gettext_lazy("功能的说明由“%(old)s”改为“%(new)s”。"),
    "basis": gettext_lazy("处理“%(subject)s”的依据由“%(old)s”改为“%(new)s”。"),
    "need": gettext_lazy("“%(subject)s”由“%(old)s”信息改为“%(new)s”信息。"),
    "after": gettext_lazy("撤回同意后，“%(subject)s”的处理方式由“%(old)s”改为“%(new)s”。"),
    "retention": gettext_lazy("“%(subject)s”的保存期限由“%(old)s”改为“%(new)s”。"),
    "sensitivity": gettext_lazy("“%(subject)s”由“%(old)s”改为“%(new)s”。"),
    "name": gettext_lazy("“%(old)s”改称“%(new)s”。"),
    "measure": gettext_lazy("承诺的说明由“%(old)s”改为“%(new)s”。"),
    "path": gettext_lazy("操作路径“%(subject)s”由“%(old)s”改为“%(new)s”。"),
    "recipient.separate": gettext_lazy("提供给“%(subject)s”：由“%(old)s”改为“%(new)s”。"),
    "recipient.terms": gettext_lazy("接收方“%(subject)s”的方式由“%(old)s”改为“%(new)s”。"),
    "storage.encrypted": gettext_lazy("设备上的“%(subject)s”由“%(old)s”改为“%(new)s”。"),
    "storage.personal": gettext_lazy("设备上的“%(subject)s”由“%(old)s”改为“%(new)s”。"),
    "storage.terms": gettext_lazy("设备上的“%(subject)s”由“%(old)s”改为“%(new)s”。"),
}
# Declared, and yet nothing is done: a function that is not offered, an item that is not collected.
IDLE: Mapping[str, Promise] = {
    "purpose": gettext_lazy("写明功能“%(subject)s”，本版暂未提供。"),
    "item": gettext_lazy("写明“%(subject)s”，本版不收集。"),
}
STARTED: Mapping[str, Promise] = {
    "purpose": gettext_lazy("开始提供功能“%(subject)s”。"),
    "item": gettext_lazy("开始收集“%(subject)s”。"),
}
STOPPED: Mapping[str, Promise] = {
    "purpose": gettext_lazy("功能“%(subject)s”改为本版暂未提供。"),
    "item": gettext_lazy("“%(subject)s”改为本版不收集。"),
}


def sentence(old: Cell | None, new: Cell | None) -> str:
    """What changed in one cell; one of the two is there."""
    shown = new or old
    if shown is None:
        raise ValueError("a difference has at least one side")
    pattern = _patterns(old, new)[_name(shown)]
    said = pattern % {
        "subject": shown.subject,
        "old": old.value if old else "",
        "new": new.value if new else "",
    }
    return _("第 %(clause)s 条：%(said)s") % {"clause": shown.clause, "said": said}


def clause_sentence(clause: str, old: str | None, new: str | None) -> str:
    """A clause whose words alone differ; ``old`` and ``new`` are its titles, None where the version lacks it."""
    if old is None:
        return _("新增第 %(clause)s 条“%(title)s”，只有文字。") % {"clause": clause, "title": new or ""}
    if new is None:
        return _("不再有第 %(clause)s 条“%(title)s”，其中只有文字。") % {"clause": clause, "title": old}
    return _("第 %(clause)s 条“%(title)s”只改了文字，收集和使用的范围不变。") % {"clause": clause, "title": new}


def _patterns(old: Cell | None, new: Cell | None) -> Mapping[str, Promise]:
    if old is None:
        return IDLE if new and _idle(new) else ADDED
    if new is None:
        return REMOVED
    if old.rank != new.rank and _name(new) in STARTED:
        return STARTED if new.rank > old.rank else STOPPED
    return CHANGED


def _idle(cell: Cell) -> bool:
    return not cell.acts and cell.kind in IDLE


def _name(cell: Cell) -> str:
    head = cell.key[0]
    if head in ("recipient", "storage") and len(cell.key) > 2:
        return f"{head}.{cell.key[2]}"
    return "permission.item" if head == "permission" and len(cell.key) == 4 else head
