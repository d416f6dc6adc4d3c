"""What a finding of lint means and what to do, in the officer's language; its own message names the exact thing."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yinuo.promise.policy.source import Finding

WORDS: Mapping[str, Promise] = {
    "missing_file": _("少了一个文件。四个文件都要有，内容可以为空。"),
    "encoding": _("这一行不是 UTF-8 文字。请用 UTF-8 重新粘贴。"),
    "toml": _("这里的声明写法不对，程序读不懂。请核对引号、方括号和等号。"),
    "fence": _("这个声明块没有收尾。请在末尾补上三个反引号。"),
    "front_matter": _("正文开头的版本信息不对。请核对两行 +++ 之间的内容。"),
    "heading": _("标题不对。请写成“### 1.1 标题”的样子。"),
    "heading_level": _("标题的层级不对。下级条款的 # 要比上级多。"),
    "heading_order": _("条款的先后顺序不对。请按编号从小到大排。"),
    "missing_chapter": _("少了一章。一到八章都要有。"),
    "unknown_chapter": _("没有这一章。只有一到八章。"),
    "missing_parent": _("这一条的上级条款不存在。请先写上级条款。"),
    "numbering_hole": _("编号有缺口，前面少了一条。请补上，或改成连续的编号。"),
    "duplicate_clause": _("同一个编号写了两条。请改掉其中一个。"),
    "empty_clause": _("这一条没有文字。请写上内容，或删去这一条。"),
    "missing_key": _("声明里少了一项，或者它是空的。请补上。"),
    "unknown_key": _("声明里有一项写错了名字。请核对拼写。"),
    "unknown_value": _("声明里有一项的取值不对。请从允许的取值里选。"),
    "wrong_type": _("声明里有一项的写法不对。请核对引号和方括号。"),
    "declared_twice": _("同一项在这个用途里声明了两次。请删去其中一处。"),
    "purpose_twice": _("同一个用途声明了两次。请删去其中一处。"),
    "measure_twice": _("同一条承诺声明了两次。请删去其中一处。"),
    "unknown_item": _("信息项没有在 items.toml 里声明。请先声明，或改正名字。"),
    "unknown_purpose": _("没有哪一条声明过这个用途。请改正名字。"),
    "item_not_in_text": _("声明了这一项，正文却没有写它的名字。请在这一条的文字里写明。"),
    "no_retention": _("没有写保存多久。请写 account，或 P3Y 这样的期限。"),
    "no_cost": _("没有写不给会怎样。请补上 refusing。"),
    "sensitive_consent": _("敏感信息要单独同意。请补上 separate、why 和 refusing。"),
    "separate_without_consent": _("依据不是同意，就不能写单独同意。请改其中一处。"),
    "shared_consent": _("两个要单独同意的接收者共用了一个同意。请给它们各写一个用途。"),
    "undeclared_path": _("正文写了操作路径，却没有声明它。请补上 [[path]]。"),
    "path_not_in_text": _("声明了操作路径，正文却没有写。请在这一条的文字里写明。"),
    "supersedes_unknown": _("supersedes 写的版本不存在。请改成现行的版本号。"),
    "supersedes_cycle": _("版本互相取代，成了一个圈。请把 supersedes 改成现行的版本号。"),
    "extra_file": _("多了一个文件。一个版本只有四个文件。"),
    "overlay": _("专项政策要同时写明 overlay_of 和 service，并且指向一种身份的政策。"),
    "overlay_purpose": _("这个用途不属于这项服务。专项政策只能写自己服务的用途。"),
    "overlay_class": _("专项政策的保存类别和期限要与它所属的政策一致。"),
    "overlay_twice": _("这项服务已经有一份专项政策。请发布它的下一版。"),
}
OTHER = _("这里要改。请看右边的说明。")


@dataclass(frozen=True)
class Mark:
    """A finding at its place: ``line`` is 0 when it concerns the whole file."""

    file: str
    line: int
    clause: str
    says: Promise
    detail: str


def mark_of(finding: Finding) -> Mark:
    """``doctor/4.2.0/policy.md:120`` as file and line."""
    place = finding.where.rsplit("/", 1)[-1]
    file, _colon, line = place.partition(":")
    says = WORDS.get(finding.kind, OTHER)
    return Mark(file, int(line) if line.isdigit() else 0, finding.clause, says, finding.message)
