"""The title of a clause: what its line, the table of contents, a colon or the first word of a sentence sets apart."""

import re

LONGEST = 40
_BLANK = re.compile(r"\s+")
_COLON = re.compile(r"[^，。；、：:！？\n]{2,25}[：:](?=\S)")
_SENTENCE = re.compile(r"[。；！？]")
_CONTACT = re.compile(r"负责人|联系|电话|邮箱|邮件|地址")
_PAUSE = re.compile(r"[，。；：！？,;:]")
# Words that begin a sentence, not a title; only where running text has no line break to tell the two apart.
_BEGINS = re.compile(
    r"(?:当您|如果您|如您|如果我们|若您|若我们|您有权|您可|您应|您在|您的信息(?=会|将)|(?<!联系)(?<!关于)我们(?!如何|怎样|怎么)|为了|为保障|为确保|为保护|为向|为实现"
    r"|在以下|在下列|在某些|在不幸|在您|在此|按照|根据|依据|依照|每个|本院|本平台|除非|除以下|除法律|仅在|请您|以下|下列|未经)"
)


def title_end(text: str, start: int, end: int, known: str, line_ends: bool, running: bool) -> int:
    """Where the title that begins at ``start`` ends; ``start`` itself when nothing sets a title apart. In ``running``
    text no line break does."""
    matched = _known(text, start, end, known) if known else None
    if matched is not None:
        return matched
    stop = text.find("\n", start, min(end, start + LONGEST + 8))
    has_break = stop >= 0 or (line_ends and end - start <= LONGEST)
    line = text[start : stop if stop >= 0 else min(end, start + LONGEST + 8)]
    whole = line.rstrip()
    alone = (has_break and whole[-1:] not in "：:，,、") or not _PAUSE.search(whole)
    if whole and len(whole) <= LONGEST and alone and not _SENTENCE.search(whole):
        return start + len(whole)
    if not running:
        return start
    found = _before_a_sentence(line, start)
    if found is not None:
        return found
    colon = _COLON.match(line)
    return start + colon.end() if colon and not _CONTACT.search(colon.group()) else start


def _before_a_sentence(line: str, start: int) -> int | None:
    """Before the first word that begins a sentence; ``start`` where the text itself begins with one."""
    blanks = len(line) - len(line.lstrip())
    if _BEGINS.match(line, blanks):
        return start
    stop = _PAUSE.search(line)
    found = _BEGINS.search(line, blanks + 2, stop.start() if stop else len(line))
    return start + found.start() if found else None


def _known(text: str, start: int, end: int, title: str) -> int | None:
    place = start
    for sign in title:
        while place < end and text[place].isspace():
            place += 1
        if place >= end or text[place] != sign:
            return None
        place += 1
    return place
