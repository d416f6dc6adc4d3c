"""What can't be a command, and the list that the permission matrix reads."""

import msgspec
import pytest

from yinuo.realtime.announcements import SeatChanged, decoded, encoded
from yinuo.realtime.registry import Command, WrongCommand, commands, register_command


class Untagged(msgspec.Struct, frozen=True):
    pass


class Said(Command, frozen=True, tag="test.said"):
    pass


@pytest.mark.parametrize("audience", [set(), {"visitor"}, {"doctor", "everybody"}])
def test_an_audience_is_never_everybody(audience: set[str]) -> None:
    with pytest.raises(WrongCommand, match="audience"):
        register_command(Said, purpose=None, audience=audience, handle=lambda socket, said: None)
    assert "test.said" not in commands()


def test_what_has_no_tag_is_no_command() -> None:
    with pytest.raises(WrongCommand, match="tag"):
        register_command(Untagged, purpose=None, audience={"doctor"}, handle=lambda *_: None)  # type: ignore[type-var]


def test_an_announcement_carries_ids_only_and_an_unknown_one_is_passed_by() -> None:
    person = "01931f6e-0000-7000-8000-000000000001"
    announced = decoded(f'{{"event":"seat","person":"{person}"}}')
    assert isinstance(announced, SeatChanged)
    assert encoded(announced) == f'{{"event":"seat","person":"{person}"}}'
    assert decoded('{"event":"of a later version"}') is None
    assert decoded("not json") is None
