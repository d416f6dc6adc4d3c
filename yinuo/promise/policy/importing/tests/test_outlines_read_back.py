"""Random outlines, written in each style, are read back the same, and no text loses a character."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yinuo.promise.policy.importing import UnableToImport, import_policy
from yinuo.promise.policy.importing.tests.reading import bare, put_together

pytestmark = pytest.mark.clause("7")

_SIGNS = "信息收集使用服务账号登录同意保护权利查阅更正删除存储共享患者医生问诊病历"
_NUMERALS = "零一二三四五六七八九十"


@dataclass(frozen=True)
class Node:
    title: str
    text: str
    below: tuple["Node", ...] = ()


def _words(least: int, most: int) -> st.SearchStrategy[str]:
    return st.text(_SIGNS, min_size=least, max_size=most)


_REFERENCE = st.sampled_from(["", "详见1.2 共享一节。", "可以通过2.1查阅。", "依照本政策第3条办理。", "保存14天。"])
_TEXT = st.builds(lambda words, more: f"我们{words}。{more}", _words(4, 40), _REFERENCE)


def _nodes(depth: int, least: int) -> st.SearchStrategy[tuple[Node, ...]]:
    below = _nodes(depth - 1, 0) if depth > 1 else st.just(())
    return st.lists(st.builds(Node, _words(2, 9), _TEXT, below), min_size=least, max_size=4).map(tuple)


def _walk(nodes: tuple[Node, ...], path: tuple[int, ...] = ()) -> list[tuple[tuple[int, ...], Node]]:
    found = []
    for place, node in enumerate(nodes, 1):
        found += [((*path, place), node), *_walk(node.below, (*path, place))]
    return found


def _numeral(value: int) -> str:
    return _NUMERALS[value]


def _running(nodes: tuple[Node, ...]) -> str:
    return "隐私政策" + "".join(_decimal(path) + node.title + node.text for path, node in _walk(nodes))


def _running_with_contents(nodes: tuple[Node, ...]) -> str:
    contents = "".join(f"{place}、{node.title}" for place, node in enumerate(nodes, 1))
    return f"隐私政策感谢您。目录{contents}政策正文" + _running(nodes).removeprefix("隐私政策")


def _decimal(path: tuple[int, ...]) -> str:
    return f"{path[0]}." if len(path) == 1 else ".".join(map(str, path)) + " "


def _on_lines(nodes: tuple[Node, ...]) -> str:
    return "隐私政策\n" + "".join(f"{_decimal(path)}{node.title}\n{node.text}\n" for path, node in _walk(nodes))


def _official(nodes: tuple[Node, ...]) -> str:
    marks = (lambda n: f"{_numeral(n)}、", lambda n: f"（{_numeral(n)}）", lambda n: f"{n}. ")
    return "隐私政策\n" + "".join(
        f"{marks[len(path) - 1](path[-1])}{node.title}\n{node.text}\n" for path, node in _walk(nodes)
    )


def _ranked(nodes: tuple[Node, ...]) -> str:
    ranks = "章节条"
    return "隐私政策\n" + "".join(
        f"第{_numeral(path[-1])}{ranks[len(path) - 1]} {node.title}\n{node.text}\n" for path, node in _walk(nodes)
    )


def _markdown(nodes: tuple[Node, ...]) -> str:
    return "# 隐私政策\n\n" + "".join(
        f"{'#' * (len(path) + 1)} {_decimal(path)}{'' if len(path) > 1 else ' '}{node.title}\n\n{node.text}\n\n"
        for path, node in _walk(nodes)
    )


def _markdown_without_numbers(nodes: tuple[Node, ...]) -> str:
    return "# 隐私政策\n\n" + "".join(
        f"{'#' * (len(path) + 1)} {node.title}\n\n{node.text}\n\n" for path, node in _walk(nodes)
    )


def _page(nodes: tuple[Node, ...]) -> str:
    return "<!doctype html><html><body><h1>隐私政策</h1>" + "".join(
        f"<h{len(path) + 1}>{node.title}</h{len(path) + 1}><p>{node.text}</p>" for path, node in _walk(nodes)
    )


def _page_of_lists(nodes: tuple[Node, ...]) -> str:
    return f"<html><body><h1>隐私政策</h1>{_list(nodes)}"


def _list(nodes: tuple[Node, ...]) -> str:
    items = "".join(f"<li>{node.title}<p>{node.text}</p>{_list(node.below)}</li>" for node in nodes)
    return f"<ol>{items}</ol>" if nodes else ""


STYLES: dict[str, tuple[Callable[[tuple[Node, ...]], str], int]] = {
    "one line": (_running, 3),
    "one line with contents": (_running_with_contents, 3),
    "lines": (_on_lines, 3),
    "一、（一）1.": (_official, 3),
    "第一章第一节第一条": (_ranked, 3),
    "markdown with numbers": (_markdown, 3),
    "markdown": (_markdown_without_numbers, 3),
    "web page": (_page, 3),
    "lists of a web page": (_page_of_lists, 1),
}


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_an_outline_is_read_back_the_same(style: str, data: st.DataObject) -> None:
    write, depth = STYLES[style]
    nodes = data.draw(_nodes(depth, 2))
    found = import_policy(write(nodes).encode())

    (version,) = found.versions
    expected = {".".join(map(str, path)): bare(node.title + node.text) for path, node in _walk(nodes)}
    read = {
        clause.id: bare(found.text[clause.start : clause.number_start] + found.text[clause.text_start : clause.end])
        for clause in version.clauses
    }
    assert read == expected
    assert bare(put_together(found, version)) == bare(found.text)


def _without(nodes: tuple[Node, ...], gone: tuple[int, ...]) -> list[tuple[tuple[int, ...], Node]]:
    return [(path, node) for path, node in _walk(nodes) if path[: len(gone)] != gone]


@pytest.mark.parametrize(("separator", "kind"), [("\n", "lines"), ("", "one line")])
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_hole_in_the_numbering_is_told_wherever_it_is(separator: str, kind: str, data: st.DataObject) -> None:
    nodes = data.draw(_nodes(3, 3))
    paths = [path for path, _node in _walk(nodes)]
    inner = [path for path in paths if (*path[:-1], path[-1] + 1) in paths]
    gone = data.draw(st.sampled_from(inner))
    text = (
        "隐私政策"
        + separator
        + "".join(
            f"{_decimal(path)}{node.title}{separator}{node.text.split('。')[0]}。{separator}"
            for path, node in _without(nodes, gone)
        )
    )
    with pytest.raises(UnableToImport) as refused:
        import_policy(text.encode())
    assert "编号有缺" in str(refused.value), (text, str(refused.value))


_PIECES = st.sampled_from(
    (
        *(
            "1",
            "2",
            "3",
            "4",
            "1.",
            "1.1 ",
            "1.2",
            "2.1.1",
            "第一条",
            "第二章",
            "一、",
            "（一）",
            "a.",
            "b)",
            "1）",
            "①",
        ),
        *("目录", "。", "；", "\n", "版本：V1.2.3", "发布日期：2031年1月2日", "个人信息", "我们收集", "。2. 共享"),
        *("\n3. 权利\n", "\n# ", "<p>", "</li>", "“", "见", "电话：0100-5550-123", "负责人：章样本", "x@y.example"),
        *("**", "`", "- ", "&lt;", " "),
    )
)


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(_PIECES, max_size=60))
def test_whatever_stands_in_a_text_it_is_refused_or_kept_whole(pieces: list[str]) -> None:
    text = "隐私政策\n1. 收集\n个人信息。\n2. 共享\n" + "".join(pieces)
    try:
        found = import_policy(text.encode(), "policy.txt")
    except UnableToImport as refused:
        assert refused.sentences
        return
    assert bare("".join(put_together(found, version) for version in found.versions)) == bare(found.text)
    if "<p>" not in text and "\n# " not in text:
        assert bare(found.text) == bare(text)
    found.as_json()
