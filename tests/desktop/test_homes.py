"""Which folder the program begins in: the usual one, or the one that somebody switched to."""

from __future__ import annotations

import pytest

from desktop import homes
from desktop.homes import LEFT_FOR, STORE, followed, home_at_start, is_left, leave_for


@pytest.fixture
def folders(tmp_path):
    """Return three folders with something in them that is taken for a workbook."""
    made = [tmp_path / name for name in ("one", "two", "three")]
    for one in made:
        one.mkdir()
        (one / STORE).touch()
    return made


def test_the_next_start_goes_where_one_switched_to_and_on_from_there(folders, monkeypatch) -> None:
    one, two, three = folders
    monkeypatch.setattr(homes, "usual_home", lambda: one)
    assert home_at_start() == one
    leave_for(one, two)
    assert home_at_start() == two
    leave_for(two, three)
    assert home_at_start() == three
    # A circle ends where it closes.
    leave_for(three, one)
    assert home_at_start() == three


def test_a_folder_without_its_workbook_is_not_followed(folders) -> None:
    one, two, _three = folders
    leave_for(one, two)
    assert not is_left(one)
    (two / STORE).unlink()
    assert followed(one) == one
    assert is_left(one)
    assert not is_left(two)


@pytest.mark.parametrize("kept", [b"", b"\xff\xfe\x00", b"nowhere\x00at all"])
def test_what_cannot_be_read_is_not_followed(folders, kept) -> None:
    (folders[0] / LEFT_FOR).write_bytes(kept)
    assert followed(folders[0]) == folders[0]


def test_where_nothing_can_be_written_one_switches_all_the_same(tmp_path) -> None:
    leave_for(tmp_path / "nowhere", tmp_path)
    assert followed(tmp_path / "nowhere") == tmp_path / "nowhere"
