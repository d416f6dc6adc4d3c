"""Lists as spreadsheets really write them."""

import pytest

from yinuo.followups.roster import MOST_BYTES, UnreadableRoster, decoded, read_roster

pytestmark = pytest.mark.clause("1.7")
PLAIN = "姓名,手机号\n乔木,13800000001\n江南,13900000002\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_any_of_the_usual_encodings_is_read(encoding: str) -> None:
    roster = read_roster(decoded(PLAIN.encode(encoding)))
    assert [(one.line, one.name, one.number) for one in roster.entries] == [
        (2, "乔木", "+8613800000001"),
        (3, "江南", "+8613900000002"),
    ]
    assert not roster.faults


@pytest.mark.parametrize(
    "cell",
    ['="13800000001"', "'13800000001", "138 0000 0001", "１３８０００００００１", "+86 138-0000-0001", "13800000001.0",
     "\t13800000001 "],
)  # fmt: skip
def test_a_number_is_read_as_excel_left_it(cell: str) -> None:
    text = f'"乔木","{cell.replace(chr(34), chr(34) * 2)}",,\r\n'
    (entry,) = read_roster(text).entries
    assert entry.number == "+8613800000001"


@pytest.mark.parametrize("mark", [",", ";", "\t", "，"])
def test_any_of_the_usual_marks_divides(mark: str) -> None:
    assert len(read_roster(f"乔木{mark}13800000001\n13900000002{mark}江南\n").entries) == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("乔木,1.38E+10", "Excel"),
        ("乔木,12345", "11 位"),
        ("乔木,", "两列"),
        ("乔木,13800000001,高血压", "病情"),
        (",13800000001", "姓名"),
        ("13800000001,13800000001", "姓名"),
        (f"{'长' * 41},13800000001", "40"),
    ],
)
def test_a_wrong_line_is_named_with_its_number(line: str, words: str) -> None:
    roster = read_roster(f"江南,13900000002\n{line}\n")
    assert len(roster.entries) == 1
    (fault,) = roster.faults
    assert fault.line == 2
    assert words in fault.sentence


def test_a_number_twice_is_named_with_the_first_line() -> None:
    (fault,) = read_roster("乔木,13800000001\n江南,+86 13800000001\n").faults
    assert (fault.line, "第 1 行" in fault.sentence) == (2, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"x" * (10 * 1024 * 1024), "200 KB"),
        (b"PK\x03\x04rest", "工作簿"),
        (b"\xd0\xcf\x11\xe0rest", "工作簿"),
        (b"\x00\x01\x02\xff", "编码"),
        (b"\xff\xfe\x00", "编码"),
        ("乔木,138".encode()[:-7] + b"\xff\xff", "编码"),
    ],
)
def test_what_is_no_list_is_refused_whole(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableRoster) as no:
        decoded(content)
    assert words in no.value.sentence


def test_too_many_and_unclosed_quotes_are_refused() -> None:
    with pytest.raises(UnreadableRoster):
        read_roster("\n".join(f"某{n},139{n:08d}" for n in range(501)))
    with pytest.raises(UnreadableRoster):
        read_roster('"乔木' + "x" * 140_000)
    assert MOST_BYTES < 1024 * 1024
