"""Which backups go when a new one comes: no clock that leapt and no copy takes the good ones."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from make import START, Desks

from db.backups import keeping
from db.vault.refusals import StoreRefused
from desktop.pages.backups.words import is_late, last_words

pytestmark = pytest.mark.usefixtures("cheap_keys")


def named(folder) -> set[str]:
    return {path.stem for path in folder.glob("*.backup")}


def take_daily(desks: Desks, folder, *names: str) -> None:
    for name in names:
        desks.visit()
        desks.workbook.back_up(folder / f"{name}.backup")
        desks.clock.pass_days(1)


def test_a_clock_that_leaps_forward_takes_no_backup(desks, tmp_path):
    take_daily(desks, tmp_path, "a", "b", "c")
    now = desks.clock.moment
    desks.clock.pass_days(50 * 365)
    desks.workbook.back_up(tmp_path / "leapt.backup")
    assert named(tmp_path) == {"a", "b", "c", "leapt"}

    desks.clock.moment = now
    desks.workbook.back_up(tmp_path / "right.backup")
    assert named(tmp_path) == {"a", "b", "c", "leapt", "right"}


def test_what_is_written_while_the_clock_is_wrong_takes_no_backup_either(desks, tmp_path):
    take_daily(desks, tmp_path, "a", "b", "c")
    desks.clock.pass_days(50 * 365)
    desks.visit()
    desks.workbook.back_up(tmp_path / "leapt.backup")
    assert named(tmp_path) == {"a", "b", "c", "leapt"}


def test_a_backup_out_of_the_future_goes_like_any_other_when_there_are_too_many(desks, tmp_path):
    now = desks.clock.moment
    desks.clock.pass_days(50 * 365)
    desks.workbook.back_up(tmp_path / "leapt.backup")
    desks.clock.moment = now
    take_daily(desks, tmp_path, "a", "b", "c", "d", "e")
    assert named(tmp_path) == {"a", "b", "c", "d", "e"}


def test_a_backup_out_of_the_future_silences_no_reminder(desks, tmp_path):
    desks.workbook.back_up(tmp_path / "a.backup")
    desks.clock.pass_days(50 * 365)
    desks.workbook.back_up(tmp_path / "leapt.backup")
    saved = desks.workbook.backups()
    assert is_late(saved, 7, START + timedelta(days=8))
    assert not is_late(saved, 7, START + timedelta(days=6))
    assert is_late(saved[:1], 7, START)
    assert last_words(saved[:1], START) != last_words(saved[1:], START)


def test_a_copy_of_a_workbook_takes_no_backup_of_the_first(desks, tmp_path):
    take_daily(desks, tmp_path, "a", "b", "c", "d", "e")
    desks.close()
    first, second = desks.home, tmp_path / "second"
    shutil.copytree(first, second)
    desks.home = second
    desks.opens()
    assert len(desks.workbook.backups()) == 5
    take_daily(desks, tmp_path, "of-the-copy")
    assert named(tmp_path) == {"a", "b", "c", "d", "e", "of-the-copy"}


def test_another_file_that_took_the_name_of_a_backup_stays(desks, tmp_path):
    take_daily(desks, tmp_path, "a", "b", "c", "d", "e")
    (tmp_path / "a.backup").write_bytes(b"of somebody else")
    desks.workbook.back_up(tmp_path / "f.backup")
    assert (tmp_path / "a.backup").read_bytes() == b"of somebody else"
    assert "a" not in {one.path.stem for one in desks.workbook.backups()}


@pytest.mark.parametrize("at", [8, 9, 10, 60, 100, 200, 300, -1])
def test_a_backup_whose_head_was_changed_does_not_pass(desks, tmp_path, at):
    file = tmp_path / "one.backup"
    desks.workbook.back_up(file)
    desks.workbook.compare(file)
    data = bytearray(file.read_bytes())
    data[at] ^= 0x55
    file.write_bytes(data)
    with pytest.raises(StoreRefused, match="backup_"):
        desks.workbook.compare(file)


def test_a_backup_that_the_code_does_not_open_was_none(desks, tmp_path):
    take_daily(desks, tmp_path, "a", "b", "c", "d", "e")
    with pytest.raises(StoreRefused, match="recovery_typo"):
        desks.workbook.back_up(tmp_path / "away.backup", "AAAA")
    assert named(tmp_path) == {"a", "b", "c", "d", "e"}
    assert len(desks.workbook.backups()) == keeping.KEPT
