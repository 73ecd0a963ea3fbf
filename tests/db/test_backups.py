"""Backups as they are lived with, and erasures that hold on every path back."""

from __future__ import annotations

from contextlib import closing, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import cbor2
import pytest
from canary import Watch
from make import WORDS, Desks, Template
from nacl.public import PublicKey, SealedBox
from pages import pages_of

from casework.keeping.erasure import Basis
from db.backups import keeping
from db.backups.backup import padded_size
from db.homes.unsettled import mark_erased
from db.media import gone
from db.rows.settings import ERASURE_DUE
from db.store import open_store
from db.vault import keys
from db.vault.engine import connect, list_key
from db.vault.refusals import StoreRefused
from desktop.bootstrap import Return, Workbook, bring_back

if TYPE_CHECKING:
    from casework.keeping.erasures import Erased

CANARY = "CANARY-ERASED-WORD"
NAME = "Supervisor 1"


pytestmark = pytest.mark.usefixtures("cheap_keys")


def erase(desks: Desks, case: str) -> Erased:
    erasures = desks.office().erasures
    erasures.request(case, Basis.HER_WISH, in_danger=True)
    return erasures.carry_out(case)


@contextmanager
def come_back(desks: Desks, backup, home, **how):
    """Restore a backup and give what is open, and its key."""
    bring_back(backup, home, Return(NAME, desks.template.recovery_code, WORDS), **how)
    unlocked = keys.unlock(home, NAME, WORDS)
    with closing(open_store(home, unlocked, desks.clock)) as store:
        yield Workbook(home, unlocked, store, desks.clock)


def list_of(desks: Desks) -> str:
    return gone.list_name(list_key(desks.template.unlocked().store_key))


@pytest.fixture(scope="session")
def neighbour(tmp_path_factory):
    """Return another workbook altogether."""
    return Template(tmp_path_factory.mktemp("neighbour") / "home")


def words_in(home, key) -> set[str]:
    pages = b"".join(pages_of(home / "workbook.db", bytes(key)))
    return {hit.word for hit in Watch([CANARY]).in_bytes(pages, "a page")}


def test_a_backup_is_opened_before_it_counts_and_says_what_it_holds(desks, tmp_path):
    desks.visit()
    taken = desks.workbook.back_up(tmp_path / "one.backup")
    assert (taken.contents.cases, taken.contents.forms) == (1, 1)
    assert [one.path.name for one in desks.workbook.backups()] == ["one.backup"]
    assert not list(desks.home.glob("workbook.looking*"))
    desks.visit()
    held, here = desks.workbook.compare(tmp_path / "one.backup")
    assert (held.cases, here.cases) == (1, 2)


@pytest.mark.parametrize("at", [3, 600, 5_000, 90_000])
def test_a_backup_with_a_flipped_bit_does_not_pass(desks, tmp_path, at):
    desks.workbook.back_up(tmp_path / "one.backup")
    data = bytearray((tmp_path / "one.backup").read_bytes())
    data[at] ^= 1
    (tmp_path / "one.backup").write_bytes(data)
    with pytest.raises(StoreRefused, match="backup_damaged"):
        desks.workbook.compare(tmp_path / "one.backup")


def test_a_backup_that_does_not_open_is_none(desks, tmp_path, monkeypatch):
    def broken(*_):
        raise StoreRefused("backup_damaged")

    monkeypatch.setattr(keeping, "_looked_into", broken)
    with pytest.raises(StoreRefused):
        desks.workbook.back_up(tmp_path / "one.backup")
    assert not (tmp_path / "one.backup").exists()
    assert desks.workbook.backups() == []


def test_the_last_ones_stay_and_none_older_than_ninety_days(desks, tmp_path):
    strange = tmp_path / "of-somebody-else.backup"
    strange.write_bytes(b"not ours")
    for number in range(7):
        desks.workbook.back_up(tmp_path / f"{number}.backup")
        desks.clock.pass_days(1)
    assert sorted(path.stem for path in tmp_path.glob("?.backup")) == ["2", "3", "4", "5", "6"]
    desks.clock.pass_days(87)
    # Where nothing was written for so long the clock may be wrong.
    desks.visit()
    taken = desks.workbook.back_up(tmp_path / "9.backup")
    assert taken.removed == 3
    assert sorted(path.stem for path in tmp_path.glob("?.backup")) == ["5", "6", "9"]
    assert strange.exists()
    assert not taken.backup.is_over(taken.backup.at + timedelta(days=89))


def test_the_list_of_what_was_erased_tells_nobody_anything(desks, tmp_path):
    case = desks.visit(account=CANARY)
    desks.workbook.back_up(tmp_path / "one.backup")
    before = (tmp_path / list_of(desks)).stat().st_size
    erase(desks, case)
    data = (tmp_path / list_of(desks)).read_bytes()
    assert len(data) == before
    assert case.encode() not in data
    key = desks.template.unlocked().store_key
    known = gone.read_lists(key, [tmp_path]).gone
    assert {one.basis for one in known.values()} == {"her_wish"}
    assert gone.read_lists(bytearray(32), [tmp_path]) == gone.Since()


def test_a_list_that_somebody_else_wrote_erases_nothing(desks, tmp_path):
    """Who holds the medium and the folder knows the public key and ids, and not the key."""
    case = desks.visit(account=CANARY)
    desks.workbook.back_up(tmp_path / "one.backup")
    unlocked = desks.template.unlocked()
    entity = bytes.fromhex(desks.office().cases.all()[0].id)
    said = [unlocked.store_id, [[entity, "casefile", "2026-01-01", "her_wish"]], [], []]
    plain = cbor2.dumps(said)
    padded = len(plain).to_bytes(4, "big") + plain + bytes(-(len(plain) + 4) % 4096)
    box = SealedBox(PublicKey(unlocked.recovery_key)).encrypt(padded)
    for version in (b"\x01", b"\x02"):
        (tmp_path / list_of(desks)).write_bytes(gone.MAGIC + version + bytes(box))
        home = tmp_path / f"new{version.hex()}"
        with come_back(desks, tmp_path / "one.backup", home) as workbook:
            assert [one.code for one in workbook.office.cases.all()] == [case]


@pytest.mark.parametrize("at", [0, 8, 9, 40, 4000])
def test_a_list_that_was_changed_is_passed_by(desks, tmp_path, at):
    erase(desks, desks.visit())
    desks.workbook.back_up(tmp_path / "one.backup")
    data = bytearray((tmp_path / list_of(desks)).read_bytes())
    key = desks.template.unlocked().store_key
    assert gone.read_lists(key, [tmp_path]).gone
    data[at] ^= 1
    (tmp_path / list_of(desks)).write_bytes(data)
    assert gone.read_lists(key, [tmp_path]) == gone.Since()


def test_an_erasure_after_a_new_sheet_holds_for_a_backup_of_the_old_one(desks, tmp_path):
    case = desks.visit(account=CANARY)
    desks.workbook.back_up(tmp_path / "one.backup")
    keys.renew_recovery(desks.home, desks.template.unlocked())
    erase(desks, case)
    with come_back(desks, tmp_path / "one.backup", tmp_path / "new") as workbook:
        assert workbook.office.cases.all() == []


def test_what_was_erased_in_a_workbook_that_came_back_stays_erased_in_the_next(desks, tmp_path):
    """Twice in a row: the second backup knows the first erasure, the lists know the second."""
    first, second = desks.visit(account=CANARY), desks.visit(name_used="SOMEBODY-ELSE")
    desks.workbook.back_up(tmp_path / "one.backup")
    erase(desks, first)
    with come_back(desks, tmp_path / "one.backup", tmp_path / "new") as workbook:
        erasures = workbook.office.erasures
        erasures.request(second, Basis.HER_WISH, in_danger=True)
        erasures.carry_out(second)
    known = [tmp_path / "new"]
    with come_back(desks, tmp_path / "one.backup", tmp_path / "newer", beside=known) as workbook:
        assert workbook.office.cases.all() == []


def shut(path):
    """Let a folder take no list any more."""
    path.mkdir()


def fill_up(path):
    """Let the medium of a folder be full."""
    path.symlink_to("/dev/full")


def take_away(path):
    path.parent.rename(path.parent.with_name("away"))


@pytest.mark.parametrize("spoil", [shut, fill_up, take_away])
def test_an_erasure_is_done_though_a_medium_takes_no_list_and_the_next_backup_tries_again(
    desks, tmp_path, spoil
):
    case, key = desks.visit(account=CANARY), desks.template.unlocked().store_key
    stick, disk = tmp_path / "stick", tmp_path / "disk"
    for folder in (stick, disk):
        folder.mkdir()
        desks.workbook.back_up(folder / "one.backup")
    draft = stick / f"{list_of(desks)}.new"
    spoil(draft)
    erased = erase(desks, case)
    assert erased.erasure.done_on
    assert desks.office().cases.all() == []
    assert erased.beyond.folders == (str(stick),)
    assert str(stick) not in repr(erased)
    for folder in (desks.home, disk):
        assert gone.read_lists(key, [folder]).gone
    if spoil is take_away:
        (tmp_path / "away").rename(stick)
    elif draft.is_dir():
        draft.rmdir()
    desks.workbook.back_up(disk / "two.backup")
    assert gone.read_lists(key, [stick]).gone
    with come_back(desks, stick / "one.backup", tmp_path / "new") as workbook:
        assert workbook.office.cases.all() == []


def test_a_backup_older_than_the_erasure_comes_back_without_it(desks, tmp_path):
    other = desks.visit(name_used="SOMEBODY-ELSE")
    case = desks.visit(account=CANARY)
    desks.agree(case)
    desks.workbook.back_up(tmp_path / "one.backup")
    erase(desks, case)
    with come_back(desks, tmp_path / "one.backup", tmp_path / "new") as workbook:
        assert [one.code for one in workbook.office.cases.all()] == [other]
        assert workbook.office.cases.find(CANARY) == []
        assert workbook.check().faults == ()
        assert words_in(tmp_path / "new", workbook._unlocked.store_key) == set()


def test_a_store_is_sound_that_hears_of_an_erasure_of_what_it_never_had(desks, tmp_path):
    """What was added to the case after the backup is on the list too."""
    case = desks.visit(account=CANARY)
    desks.workbook.back_up(tmp_path / "one.backup")
    desks.office().caseload.share(case, desks.template.colleague.id)
    desks.office().tasks.add(case, "EX-TASK")
    erase(desks, case)
    with come_back(desks, tmp_path / "one.backup", tmp_path / "new") as workbook:
        assert workbook.office.cases.all() == []
        assert workbook.check().faults == ()


def test_another_workbook_that_is_saved_into_the_same_folder_forgets_no_erasure(
    desks, neighbour, tmp_path
):
    """One stick holds the backups of the whole house, and of who only practises."""
    stick = tmp_path / "stick"
    stick.mkdir()
    case = desks.visit(account=CANARY)
    desks.workbook.back_up(stick / "one.backup")
    erase(desks, case)
    other = Desks(neighbour, tmp_path / "other", desks.clock)
    other.workbook.back_up(stick / "other.backup")
    other.close()
    with come_back(desks, stick / "one.backup", tmp_path / "new") as workbook:
        assert workbook.office.cases.all() == []


def test_a_copy_that_came_back_earlier_forgets_no_erasure_of_since(desks, tmp_path):
    """Both have the key; what either knew stays on the list."""
    stick = tmp_path / "stick"
    stick.mkdir()
    case = desks.visit(account=CANARY)
    desks.workbook.back_up(stick / "one.backup")
    with come_back(desks, stick / "one.backup", tmp_path / "copy") as copy:
        erase(desks, case)
        copy.back_up(stick / "copy.backup")
    with come_back(desks, stick / "one.backup", tmp_path / "new") as workbook:
        assert workbook.office.cases.all() == []


def test_a_medium_out_of_reach_is_made_good_by_the_list_in_the_workbook(desks, tmp_path):
    case = desks.visit(account=CANARY)
    stick = tmp_path / "stick"
    stick.mkdir()
    desks.workbook.back_up(stick / "one.backup")
    stick.rename(tmp_path / "away")
    erase(desks, case)
    old = tmp_path / "away" / "one.backup"
    # What nobody knows cannot be repeated: it is there, and it is said that backups expire.
    with come_back(desks, old, tmp_path / "unaware") as workbook:
        assert [one.code for one in workbook.office.cases.all()] == [case]
    with come_back(desks, old, tmp_path / "new", beside=[desks.home]) as workbook:
        assert workbook.office.cases.all() == []
        assert words_in(tmp_path / "new", workbook._unlocked.store_key) == set()


def test_copies_from_before_an_upgrade_go_with_an_erasure(desks):
    case = desks.visit(account=CANARY)
    aside = desks.home / "workbook.db.before-1"
    aside.write_bytes((desks.home / "workbook.db").read_bytes())
    assert erase(desks, case).beyond.copies == ()
    assert not aside.exists()


def test_a_copy_that_does_not_go_is_named_and_the_erasure_is_done(desks):
    case = desks.visit(account=CANARY)
    aside = desks.home / "workbook.db.before-1"
    aside.mkdir()
    assert erase(desks, case).beyond.copies == (str(aside),)
    assert desks.office().cases.all() == []


def test_a_backup_of_another_workbook_is_not_this_ones(desks, tmp_path):
    key = bytearray(b"k" * 32)
    with closing(connect(tmp_path / "other.db", key, create=True)) as strange:
        strange.execute("create table a (b)")
    desks.workbook.back_up(tmp_path / "one.backup")
    head = (tmp_path / "one.backup").read_bytes()[: 10 + 80 + 24 + 272]
    body = (tmp_path / "other.db").read_bytes()
    whole = head + body
    (tmp_path / "two.backup").write_bytes(whole + bytes(padded_size(len(whole)) - len(whole)))
    with pytest.raises(StoreRefused, match="backup_other_key"):
        desks.workbook.compare(tmp_path / "two.backup")


def test_what_an_erasure_had_no_time_for_is_done_at_the_next_start(desks) -> None:
    """The laptop loses its power when the erasure is kept, and before the copy went."""
    aside = desks.home / "workbook.db.before-1"
    erase(desks, desks.visit())
    assert not desks.store.kept(ERASURE_DUE)
    with desks.store.at_hand() as ground:
        mark_erased(ground.pen())
    desks.close()
    aside.write_bytes(b"as an upgrade left it")

    desks.opens()

    assert not aside.exists()
    assert not desks.store.kept(ERASURE_DUE)
