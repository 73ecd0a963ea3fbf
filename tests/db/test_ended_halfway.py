"""A copy of the store that a killed program left is found again: nothing erased lives on in it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from make import WORDS
from vaults import run_child

from casework.keeping.erasure import Basis
from db.vault import keys
from db.vault.refusals import StoreRefused
from desktop.bootstrap import open_workbook

if TYPE_CHECKING:
    from make import Desks

    from casework.keeping.erasures import Erased

NAME = "Supervisor 1"
# Whoever asks for the time so often dies.
DIES = """
import json, os, sys
from datetime import UTC, datetime
from pathlib import Path
from db.backups import tombstones
from desktop.bootstrap import Return, bring_back, open_workbook

said = json.loads(sys.stdin.read())
lives = said.get("lives", 0)

def dying():
    global lives
    lives -= 1
    if lives == 0:
        os._exit(9)
    return datetime.now(UTC)

def dies(_name, _since):
    return lambda _store: os._exit(9)

tombstones.replay_for = dies
back = Return(said["name"], said["code"], said["words"])
backup, home = Path(said["backup"]), Path(said["home"])
if "beside" in said:
    open_workbook(home, back.name, back.passphrase).bring_beside(backup, Path(said["beside"]), back)
elif lives:
    workbook = open_workbook(home, back.name, back.passphrase)
    workbook._clock = dying
    workbook.back_up(backup)
else:
    bring_back(backup, home, back)
"""

pytestmark = pytest.mark.usefixtures("cheap_keys")


def erase(desks: Desks, case: str) -> Erased:
    erasures = desks.office().erasures
    erasures.request(case, Basis.HER_WISH, in_danger=True)
    return erasures.carry_out(case)


def dies(desks: Desks, backup, home, **more) -> None:
    """Let another process die on its way; `desks` are closed for it."""
    said = {"name": NAME, "code": desks.template.recovery_code, "words": WORDS}
    said |= {"backup": str(backup), "home": str(home), **more}
    done = run_child(DIES, text=json.dumps(said))
    assert done.returncode == 9, done.stderr


def left_looking(desks: Desks):
    """Leave what a look into a backup leaves that somebody kills."""
    folder = desks.home / "workbook.looking1a"
    folder.mkdir()
    shutil.copy(desks.home / keys.STORE, folder / keys.STORE)
    (folder / f"{keys.STORE}.lock").touch()
    return folder


def test_a_look_that_was_cut_short_is_gone_once_the_workbook_is_opened(desks):
    folder = left_looking(desks)
    desks.store.close()
    desks.opens()
    assert not folder.exists()


def test_an_erasure_reaches_a_look_that_was_cut_short(desks):
    case = desks.visit()
    folder = left_looking(desks)
    assert erase(desks, case).beyond.copies == ()
    assert not folder.exists()


def test_a_look_that_does_not_go_is_named(desks):
    case = desks.visit()
    folder = left_looking(desks)
    (folder / "more").mkdir()
    assert erase(desks, case).beyond.copies == (str(folder),)


def test_a_backup_that_nobody_looked_into_is_known_and_counts_for_none(desks, stick):
    case = desks.visit()
    desks.store.close()
    dies(desks, stick / "a.backup", desks.home, lives=3)
    desks.opens()
    assert (stick / "a.backup").exists()
    assert desks.workbook.backups() == []
    # What is erased is on the list beside it, so that it does not come back.
    erase(desks, case)
    assert list(stick.glob("*.gone"))
    for number in range(5):
        desks.workbook.back_up(stick / f"{number}.backup")
    assert not (stick / "a.backup").exists()


@pytest.mark.parametrize("how", ["erase", "back_up"])
def test_half_a_backup_goes_with_the_next_one_and_with_an_erasure(desks, stick, how):
    case = desks.visit()
    desks.store.close()
    dies(desks, stick / "a.backup", desks.home, lives=2)
    half = stick / "a.backup.new"
    assert half.stat().st_size > 0
    desks.opens()
    if how == "erase":
        erase(desks, case)
    else:
        desks.workbook.back_up(stick / "b.backup")
    assert not half.exists()


def test_a_restore_that_was_cut_short_is_gone_at_the_next_start_there(desks, stick, tmp_path):
    desks.workbook.back_up(stick / "a.backup")
    home = tmp_path / "new"
    dies(desks, stick / "a.backup", home)
    assert (home / "workbook.making" / keys.STORE).exists()
    with pytest.raises(StoreRefused, match="missing"):
        open_workbook(home, NAME, WORDS)
    assert list(home.iterdir()) == []


def test_a_restore_beside_that_was_cut_short_is_gone_at_the_next_start(desks, stick, tmp_path):
    home = restored_halfway(desks, stick, tmp_path)
    desks.opens()
    assert list(home.iterdir()) == []


def test_a_restore_out_of_reach_is_gone_with_an_erasure_once_it_is_there(desks, stick, tmp_path):
    home, away = restored_halfway(desks, stick, tmp_path), tmp_path / "away"
    home.rename(away)
    desks.opens()
    case, other = desks.visit(), desks.visit()
    assert str(home) in erase(desks, case).beyond.copies
    away.rename(home)
    assert erase(desks, other).beyond.copies == ()
    assert list(home.iterdir()) == []


def restored_halfway(desks: Desks, stick, tmp_path):
    """Leave what a restore beside the workbook leaves that somebody kills."""
    desks.workbook.back_up(stick / "a.backup")
    desks.store.close()
    home = tmp_path / "beside"
    dies(desks, stick / "a.backup", desks.home, beside=str(home))
    assert (home / "workbook.making" / keys.STORE).exists()
    return home
