"""A workbook with a new key: who copied the old one reads copies of before, and nothing after."""

from __future__ import annotations

import os
import shutil
from contextlib import closing

import pytest
from dying import die_before
from make import WORDS

from casework.keeping.erasure import Basis
from casework.team.worker import NotPermitted, Role
from db.backups import backup, keeping, new_key
from db.media import gone
from db.rows.settings import FORMER_LISTS, kept_list
from db.vault import keys, turning
from db.vault.copying import still
from db.vault.engine import connect, list_key
from db.vault.refusals import StoreRefused
from desktop.bootstrap import Return, Workbook, bring_back, open_workbook

pytestmark = pytest.mark.usefixtures("cheap_keys")
NAME = "Supervisor 1"
NEW = "abstain scalping wasabi corporate"


def refused(act, *given):
    with pytest.raises(StoreRefused) as caught:
        act(*given)
    return caught.value.code


@pytest.fixture
def given(desks, tmp_path):
    """Return a workbook with a case, a backup and a copy of its folder, then with a new key."""
    desks.case = desks.visit(name_used="BEFORE-THE-KEY")
    (tmp_path / "stick").mkdir()
    desks.workbook.back_up(tmp_path / "stick" / "old.backup")
    shutil.copytree(desks.home, tmp_path / "copied")
    give(desks)
    return desks


def give(desks, old=WORDS, new=NEW, code=None):
    return desks.workbook.give_new_key(old, new, code or desks.template.recovery_code)


def opened(desks, passphrase=NEW, home=None):
    return open_workbook(home or desks.home, NAME, passphrase, desks.clock)


def test_the_copy_of_keys_and_its_passphrase_open_the_copy_and_nothing_after(given, tmp_path):
    with closing(opened(given)) as workbook:
        assert [one.code for one in workbook.office.cases.all()] == [given.case]
        assert workbook.notices == []
        workbook.back_up(tmp_path / "stick" / "new.backup")
    assert refused(opened, given, WORDS) == "wrong_passphrase"
    old = keys.unlock(tmp_path / "copied", NAME, WORDS)
    connect(tmp_path / "copied" / keys.STORE, old.store_key).close()
    assert refused(connect, given.home / keys.STORE, old.store_key) == "wrong_key"
    for name in (keys.KEYS, keys.PREVIOUS_KEYS):
        shutil.copy(tmp_path / "copied" / name, given.home / name)
    assert refused(opened, given, WORDS) == "wrong_key"
    backups = tmp_path / "stick"
    assert keeping.is_of(backups / "old.backup", old.store_key)
    assert not keeping.is_of(backups / "new.backup", old.store_key)


def test_the_sheet_stays_and_opens_backups_of_before_and_after(given, tmp_path):
    with closing(opened(given)) as workbook:
        workbook.back_up(tmp_path / "stick" / "new.backup")
        code = given.template.recovery_code
        for name in ("old", "new"):
            held, _ = workbook.compare(tmp_path / "stick" / f"{name}.backup", code)
            assert held.cases == 1
        look = workbook.compare
        assert refused(look, tmp_path / "stick" / "old.backup") == "backup_other_key"
    assert (
        keys.unlock_with_recovery(given.home, code).store_id == given.template.unlocked().store_id
    )


def test_she_signs_as_before_and_others_are_let_in_again(given):
    before = given.template.unlocked()
    with closing(opened(given)) as workbook:
        (author,) = workbook._store.connection.execute(
            "select author from app_user where name = ?", (NAME,)
        ).fetchone()
        assert author == before.author_key
        workbook.let_back_in("Caseworker 1", WORDS)
    with closing(open_workbook(given.home, "Caseworker 1", WORDS, given.clock)) as workbook:
        assert workbook.worker.name == "Caseworker 1"


def test_what_is_refused_is_not_noted_and_the_same_words_are_no_new_passphrase(desks):
    noted = "select count(*) from audit_entry where action = 'new_key'"
    assert refused(give, desks, "wrong " + WORDS) == "wrong_passphrase"
    assert refused(give, desks, WORDS, WORDS.replace(" ", "\u2003")) == "same_passphrase"
    assert desks.store.connection.execute(noted).fetchone() == (0,)


def test_whose_ways_in_went_is_told_and_no_file_of_it_stays(desks):
    desks.workbook.add_person("Caseworker 7", Role.CASEWORKER, "uncapped unloader vanity retention")
    # The others have no way in at this laptop.
    assert give(desks) == ("Caseworker 7",)
    assert not turning.draft_of(desks.home).exists()
    assert not list(desks.home.glob("*.new"))
    assert not list(desks.home.glob("*-wal"))


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"old": "not hers at all either"}, "wrong_passphrase"),
        ({"new": WORDS}, "same_passphrase"),
        ({"new": "short"}, "weak_passphrase"),
        ({"code": "ABCD"}, "recovery_typo"),
    ],
)
def test_who_can_not_show_all_of_it_gives_no_new_key(desks, how, code):
    assert refused(lambda: give(desks, **how)) == code
    # Nothing was closed: she goes on working.
    assert desks.visit()
    assert not turning.draft_of(desks.home).exists()


def test_only_who_lets_people_in_gives_a_new_key(desks):
    unlocked = desks.template.unlocked()
    who = bytes.fromhex(desks.template.caseworker.id)
    object.__setattr__(unlocked, "user_id", who)
    workbook = Workbook(desks.home, unlocked, desks.store, desks.clock)
    with pytest.raises(NotPermitted):
        workbook.give_new_key(WORDS, NEW, desks.template.recovery_code)


def test_what_is_erased_under_the_new_key_stays_erased_in_backups_of_the_old(given, tmp_path):
    with closing(opened(given)) as workbook:
        workbook.office.erasures.request(given.case, Basis.HER_WISH, in_danger=True)
        workbook.office.erasures.carry_out(given.case)
    back = Return(NAME, given.template.recovery_code, WORDS)
    bring_back(tmp_path / "stick" / "old.backup", tmp_path / "new", back)
    with closing(opened(given, WORDS, tmp_path / "new")) as workbook:
        assert workbook.office.cases.all() == []


def test_what_an_older_list_alone_knew_is_carried_on(desks, tmp_path):
    desks.workbook.back_up(tmp_path / "one.backup")
    old = desks.template.unlocked().store_key
    stone = gone.Tombstone(bytes(16), "casefile", "2026-01-01", "her_wish")
    list_there = tmp_path / gone.list_name(list_key(old))
    list_there.write_bytes(gone._sealed(gone.Since({bytes(16): stone}), list_key(old)))
    give(desks)
    new = keys.unlock(desks.home, NAME, NEW).store_key
    assert bytes(16) in gone.read_lists(new, [tmp_path]).gone


def test_a_list_forged_with_the_old_key_is_believed_by_nobody_with_the_new(given, tmp_path):
    old = given.template.unlocked().store_key
    stick = tmp_path / "stick"
    stone = gone.Tombstone(bytes(16), "casefile", "2026-01-01", "her_wish")
    forged = gone._sealed(gone.Since({bytes(16): stone}), list_key(old))
    (stick / gone.list_name(list_key(old))).write_bytes(forged)
    with closing(opened(given)) as workbook:
        workbook.back_up(stick / "new.backup")
        new = workbook._unlocked.store_key
        assert bytes(16) not in gone.read_lists(new, [stick]).gone


def test_backups_of_before_are_let_go_of_as_ever(given, tmp_path):
    old = tmp_path / "stick" / "old.backup"
    with closing(opened(given)) as workbook:
        for number in range(keeping.KEPT):
            given.clock.pass_days(1)
            workbook.back_up(tmp_path / "stick" / f"{number}.backup")
            assert old.exists() is (number < keeping.KEPT - 1)


def test_a_second_new_key_keeps_the_lists_of_both_before(given):
    with closing(opened(given)) as workbook:
        newest = "tattered unvaried acrobat gusty"
        workbook.give_new_key(NEW, newest, given.template.recovery_code)
    with closing(opened(given, newest)) as workbook:
        former = kept_list(workbook._store.connection, FORMER_LISTS)
        assert len(former) == 2
        assert list_key(given.template.unlocked().store_key).hex() in former


def test_a_disk_without_room_leaves_the_workbook_as_it_was(desks, monkeypatch):
    case = desks.visit()

    def full(*_pieces):
        raise OSError(28, "full")

    with monkeypatch.context() as patch:
        patch.setattr(new_key, "under_another_key", full)
        assert refused(lambda: give(desks)) == "disk_full"
    assert not turning.draft_of(desks.home).exists()
    assert desks.office().cases.all()[0].code == case


def test_keys_that_the_disk_does_not_take_are_put_in_place_later(desks):
    case = desks.visit()
    (desks.home / "workbook.keys.1.new").mkdir()
    assert refused(lambda: give(desks)) == "new_key_unfinished"
    (desks.home / "workbook.keys.1.new").rmdir()
    with closing(opened(desks)) as workbook:
        assert workbook.office.cases.all()[0].code == case


def test_while_its_log_is_held_by_somebody_all_stays_as_it_was(desks):
    case = desks.visit()
    reader = connect(desks.home / keys.STORE, desks.template.unlocked().store_key)
    reader.execute("BEGIN")
    reader.execute("select count(*) from casefile").fetchall()
    desks.visit()
    # Whoever waits for it waits a moment in place of half a minute.
    desks.store.connection.execute("PRAGMA busy_timeout = 20")
    assert refused(lambda: give(desks)) == "in_use"
    reader.close()
    desks.close()
    with closing(opened(desks, WORDS)) as workbook:
        assert case in [one.code for one in workbook.office.cases.all()]


# What the system is asked for on the way to the moment that decides, and a little beyond.
ASKED = ("mkdir", "fsync", "link", "replace", "unlink", "rmdir")


@pytest.mark.parametrize("step", [3, 1], ids=["each third", "every one"])
def test_whoever_kills_it_at_any_point_leaves_a_workbook_that_opens(desks, tmp_path, step):
    case = desks.visit()
    desks.close()
    came, number, killed = [], 0, True
    while killed:
        home = tmp_path / f"at-{number}"
        shutil.copytree(desks.home, home)
        killed = _killed_at(home, number, desks)
        try:
            workbook = opened(desks, WORDS, home)
        except StoreRefused:
            workbook = opened(desks, NEW, home)
        came.append(workbook._unlocked.store_key == desks.template.unlocked().store_key)
        with closing(workbook):
            assert [one.code for one in workbook.office.cases.all()] == [case]
            assert workbook.check().faults == ()
        assert not turning.draft_of(home).exists()
        shutil.rmtree(home)
        number += step
    # It was the old key until one moment, and the new one from then on.
    assert came == sorted(came, reverse=True)
    assert {True, False} == set(came)


def _killed_at(home, number, desks):
    child = os.fork()
    if child == 0:
        workbook = opened(desks, WORDS, home)
        die_before(number, ASKED)
        workbook.give_new_key(WORDS, NEW, desks.template.recovery_code)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_a_killed_restore_leaves_nothing_that_an_older_key_opens(desks, tmp_path):
    desks.visit()
    desks.workbook.back_up(tmp_path / "one.backup")
    new, old = tmp_path / "new", desks.template.unlocked().store_key

    def dies(_connection):
        # What lies there now is what a sudden end would leave.
        (store,) = new.glob(f"*/{keys.STORE}")
        shutil.copy(store, tmp_path / "left.db")
        raise KeyboardInterrupt

    person = keys.Newcomer(NAME, WORDS)
    with pytest.raises(KeyboardInterrupt):
        backup.restore(tmp_path / "one.backup", new, desks.template.recovery_code, person, dies)
    assert refused(connect, tmp_path / "left.db", old) == "wrong_key"
    with still(desks.store.connection) as there:
        salt = there.read(16)
    assert (tmp_path / "left.db").read_bytes()[:16] != salt
