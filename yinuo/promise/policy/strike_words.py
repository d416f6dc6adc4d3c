"""The report of a stroke for the person at the terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _


def in_words(report: Mapping[str, Any]) -> str:
    """What closes, who must be told or asked, which tests will say so, and what was written."""
    return "\n".join(_lines(report))


def _lines(report: Mapping[str, Any]) -> Iterator[str]:
    values = {"role": report["role"], "from": report["from"], "to": report["to"], "clause": report["clause"]}
    values["name"] = report["struck"]["name"]
    yield _("%(role)s %(from)s → %(to)s：第 %(clause)s 条划去“%(name)s”") % values
    yield ""
    yield _("会关上的：")
    yield from _listed([_closing(each) for each in report["closes"]], _("没有：现在没有经它采集的信息"))
    yield _("开着这一用途的门：")
    yield from _listed(report["doors"], _("没有"))
    yield _("只须告知：")
    yield from _listed(report["told"], _("没有"))
    if report["persons"] is not None:
        yield "  " + _("确认过这份政策的共 %(persons)d 人") % {"persons": report["persons"]}
    yield _("须重新征求同意：")
    yield from _listed(report["asked"], _("没有：范围只减不增"))
    yield _("会说出来的测试：")
    yield from _listed(report["tests"], _("没有"))
    if report["tests_of_the_clause"]:
        more = len(report["tests_of_the_clause"])
        yield "  " + _("另有 %(more)d 个测试证明第 %(clause)s 条的其余部分") % {
            "more": more,
            "clause": report["clause"],
        }
    yield ""
    if "folder" in report:
        yield _("已写入 %(folder)s，%(number)s 现已生效。") % {"folder": report["folder"], "number": report["in_force"]}
    else:
        yield _("什么都没有写。加上 --apply 才写下新版并使其生效。")


def _closing(closing: Mapping[str, str]) -> str:
    through = _("，原经 %(through)s 采集") % {"through": closing["through"]} if "through" in closing else ""
    return f"{closing['purpose']} × {closing['name']}（{closing['item']}）{through}"


def _listed(entries: list[str], otherwise: str) -> Iterator[str]:
    yield from (f"  {entry}" for entry in entries or [otherwise])
