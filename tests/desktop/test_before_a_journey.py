"""Before a journey, in the window: proved, asked once more and removed; and all comes back."""

from __future__ import annotations

import os
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
from canary import Watch
from drive import open_window, somebody_is_in, window_of
from gates import open_gate
from journeying import agrees, asks
from laptop_pair import Office
from make import VISIT, Clock, visited
from walking import settle

from casework.keeping.exchange import Brought
from casework.team.worker import Role
from db.vault import keys
from db.vault.destroying import GOING
from db.vault.unlocked import KEYS, STORE
from desktop.frame.away import Away
from desktop.frame.cover import Cover
from desktop.frame.settings import Settings
from desktop.homes import LEFT_FOR, holds_workbook
from desktop.pages.leaving import LeavingPage
from desktop.safety.travelling import OF_PLACES
from texts import say
from texts.dates import in_own_direction

FRESH = "quite other words for a test"


pytestmark = [pytest.mark.usefixtures("cheap_keys"), pytest.mark.begins(after=visited)]


@pytest.fixture
def drive(template, home):
    with open_window(template, home, settings=Settings(panic_keys=True)) as drive:
        drive.go("backups")
        yield drive


@pytest.fixture
def held(drive):
    """Return what holds the store up until it is let go, or until a while after."""
    gate, begun = threading.Event(), threading.Event()

    def wait():
        begun.set()
        gate.wait(20)

    def hold():
        drive.window.jobs.ask(drive.window, wait, lambda _: None)
        begun.wait(20)

    gate.hold = hold
    gate.after_all = partial(threading.Timer(0.5, gate.set).start)
    yield gate
    gate.set()


def on_its_way(drive, template, stick, held):
    """Agree, and let the window stand where the backup is about to be written."""
    card = asks(drive, stick, template.recovery_code)
    held.hold()
    agrees(drive)
    drive.until(lambda: drive.focus() is card.stop)
    assert drive.stands(say("journey.working"))
    return card


def opens(drive):
    """Return whether the workbook is whole, and open or to be opened."""
    home = drive.window.home
    return holds_workbook(home) and (home / KEYS).exists() and not (home / GOING).exists()


def backups(stick):
    return sorted(stick.glob("*.backup"))


def comes_back(drive, template, file, home):
    """Bring a workbook back from where the program begins without one, as the page says it."""
    drive.press("Ctrl+Return")
    drive.until(lambda: drive.window.gate.draft.step == 1)
    for button in ("first.has_one", "unlock.cannot", "back.backup.choose"):
        drive.tab_to(say(button))
        drive.press("Return")
    form = drive.window.gate.views.current
    form.file.take(file)
    form.folder.take(home)
    form.name.setText(template.caseworker.name)
    form.code.setText(template.recovery_code)
    form.fresh.first.secret.setText(FRESH)
    form.fresh.second.secret.setText(FRESH)
    form.main.setFocus()
    drive.press("Return")
    drive.until(lambda: drive.window.gate.views.current is not form)
    drive.press("Ctrl+Return")
    drive.until(lambda: drive.window.workspace is not None)


def test_what_the_window_exchanges_by_itself_keeps_nobody_from_going(drive, template, stick):
    """What it brings in after the proof would be nowhere: the workbook would stay."""
    workbook, pause = drive.window.workbook, threading.Event()

    def brings(_told, stopped, at_store):
        while not stopped():
            at_store(partial(workbook.keep_place, "today"))
            pause.wait(0.001)

    drive.window.jobs.errand.begin_afar("sync", brings, by_itself=True)
    asks(drive, stick, template.recovery_code)
    agrees(drive)
    drive.until(lambda: drive.left, "it never left")
    assert drive.left == ["away"]


def test_what_somebody_exchanges_is_over_or_stopped_before_the_workbook_goes(drive):
    """What it brought in after the proof was nowhere: the workbook stayed, and one began again."""
    errand, pause = drive.window.jobs.errand, threading.Event()

    def brings(_told, stopped, _at_store):
        while not stopped():
            pause.wait(0.001)
        return Brought(is_stopped=True)

    begin = drive.page.leaving.begin
    errand.begin_afar("sync", brings)
    assert not begin.isEnabled()
    assert begin.toolTip() == say("sync.one_at_a_time")
    # So it is where one comes meanwhile.
    drive.go("today")
    drive.go("backups")
    assert not drive.page.leaving.begin.isEnabled()
    errand.stop()
    drive.until(lambda: not errand.is_on)
    assert drive.page.leaving.begin.isEnabled()


def test_it_leaves_whole_and_all_comes_back_where_one_begins(template, home, stick, tmp_path):
    with open_window(template, home) as drive:
        drive.go("backups")
        before = drive.asked(drive.window.workbook.office.cases.all)
        asks(drive, stick, template.recovery_code)
        agrees(drive)
        drive.until(lambda: drive.left, "it never left")
        assert drive.left == ["away"]
        away = drive.window.away
        assert drive.window.workbook is drive.window.workspace is None
    (file,) = backups(stick)
    assert away == Away(file.name, stick.name, among_others=False)
    assert not home.exists()
    watch = Watch([VISIT["name_used"], VISIT["phone"], template.recovery_code, FRESH])
    assert watch.in_folders(stick, tmp_path) == set()

    with open_gate(home) as drive:
        comes_back(drive, template, file, home)
        assert drive.asked(drive.office.cases.all) == before
    assert holds_workbook(home)
    assert watch.in_folders(stick, tmp_path) == set()


def test_what_would_travel_with_the_laptop_is_said_at_its_place_before_anything_is_asked(
    drive, template, tmp_path
):
    card = asks(drive, tmp_path, template.recovery_code)
    assert drive.focus() is card.folder.button
    told = card.folder.button.accessibleDescription()
    assert told == say("error.travel_same_disk")
    assert not card.sure.isVisible()
    assert not backups(tmp_path)
    assert len(drive.asked(drive.office.cases.all)) == 1


def test_each_refusal_of_a_place_has_its_field(drive):
    fields = drive.page.leaving._refusals._fields
    assert {fields[one] for one in OF_PLACES} == {drive.page.leaving.folder}


def test_what_is_missing_is_said_where_it_is(drive, stick):
    card = drive.page.leaving
    card.begin.setFocus()
    drive.press("Return")
    assert drive.focus() is card.folder.button
    card.folder.take(stick)
    card.begin.setFocus()
    drive.press("Return")
    assert drive.focus() is card.code
    assert card.code.accessibleDescription() == say("field.missing")
    assert not card.sure.isVisible()


@pytest.mark.parametrize("answer", ["Return", "Escape"])
def test_the_safe_answer_is_the_nearest_and_writes_nothing(drive, template, stick, answer):
    card = asks(drive, stick, template.recovery_code)
    assert drive.focus().text() == say("sure.leave_it")
    drive.press(answer)
    drive.rest()
    assert drive.focus() is card.begin
    assert not backups(stick)
    assert opens(drive)


@pytest.mark.parametrize("changed", ["code", "folder"])
def test_another_code_or_place_takes_the_question_back(drive, template, stick, changed):
    card = asks(drive, stick, template.recovery_code)
    (card.code if changed == "code" else card.folder.button).setFocus()
    drive.press("A" if changed == "code" else "Return")
    assert not card.sure.isVisible()


@pytest.mark.parametrize(
    ("code", "why"),
    [("ABCD", "store.recovery_typo"), ("", "store.wrong_recovery_backup")],
)
def test_a_backup_that_the_code_does_not_open_lets_nothing_go(drive, stick, code, why):
    card = asks(drive, stick, code or keys.new_recovery_code())
    agrees(drive)
    drive.until(card._asked.isEnabled)
    assert drive.focus() is card.code
    assert card.code.accessibleDescription() == say(why)
    assert not backups(stick)
    assert opens(drive)
    assert not card.stop.isVisible()
    assert len(drive.asked(drive.office.cases.all)) == 1


@pytest.mark.parametrize(
    ("role", "why"),
    [(Role.CASEWORKER, "travel_last_administrator"), (Role.SUPERVISOR, "travel_unsent")],
)
def test_what_others_could_not_give_back_does_not_go(template, tmp_path, stick, role, why):
    office = Office.begun(template, tmp_path, role)
    office.first.agrees(office.first.case())
    with office.here() as drive:
        drive.go("backups")
        card = asks(drive, stick, template.recovery_code)
        agrees(drive)
        drive.until(card._asked.isEnabled)
        assert drive.stands(say(f"error.{why}"))
        assert opens(drive)
    assert not backups(stick)


def test_called_off_nothing_is_removed_and_the_backup_stands(drive, template, stick, held):
    card = on_its_way(drive, template, stick, held)
    drive.press("Return")
    assert drive.seen(say("journey.stopping"))
    assert drive.focus() is card.stop
    held.set()
    drive.until(lambda: drive.stands(say("journey.stopped", folder=in_own_direction(stick.name))))
    assert card.code.text() == ""
    (file,) = backups(stick)
    # It is one as any other.
    assert drive.seen(file.name)
    assert opens(drive)
    assert len(drive.asked(drive.office.cases.all)) == 1


def test_hidden_meanwhile_it_stays(drive, template, stick, held):
    on_its_way(drive, template, stick, held)
    held.after_all()
    drive.press("F9")
    drive.until(lambda: drive.left)
    settle(20)
    assert drive.left == ["hide"]
    assert len(backups(stick)) == 1
    assert opens(drive)


def test_covered_for_a_moment_it_stays(drive, template, stick, held):
    on_its_way(drive, template, stick, held)
    drive.press("Ctrl+Shift+F9")
    assert isinstance(drive.window._stack.currentWidget(), Cover)
    held.set()
    drive.rest(6)
    assert drive.left == []
    assert drive.window.workbook is not None
    assert opens(drive)


def test_closed_meanwhile_it_stays(template, home, stick):
    gate = threading.Event()
    with open_window(template, home) as drive:
        drive.go("backups")
        asks(drive, stick, template.recovery_code)
        drive.window.jobs.ask(drive.window, lambda: gate.wait(20), lambda _: None)
        agrees(drive)
        threading.Timer(0.5, gate.set).start()
    assert len(backups(stick)) == 1
    assert drive.left == []
    assert opens(drive)


def test_whoever_goes_elsewhere_calls_it_off(drive, template, stick, held):
    on_its_way(drive, template, stick, held)
    drive.window.workspace.perform("go_cases")
    held.set()
    drive.rest(6)
    assert drive.left == []
    assert drive.page.place.page == "cases"
    assert opens(drive)
    assert len(drive.asked(drive.office.cases.all)) == 1


def test_what_was_written_after_the_proof_does_not_go_with_what_is_removed(
    drive, template, stick, held
):
    on_its_way(drive, template, stick, held)
    # As something that waited for the store, behind the backup.
    drive.window.jobs.ask(
        drive.window, partial(drive.window.workbook.keep_place, "today"), lambda _: None
    )
    held.set()
    drive.until(lambda: drive.stands(say("journey.written", folder=in_own_direction(stick.name))))
    assert opens(drive)
    assert len(drive.asked(drive.office.cases.all)) == 1


def unlinks(monkeypatch, named, act):
    """Let something come of it when a file of some name is removed."""
    removes = Path.unlink

    def unlink(path, *how, **other):
        if path.name in named:
            act()
        removes(path, *how, **other)

    monkeypatch.setattr(Path, "unlink", unlink)


def fails():
    raise RuntimeError


def refuses():
    raise PermissionError


def test_covered_while_it_is_removed_it_stays_covered(drive, template, stick, monkeypatch):
    gate = threading.Event()
    unlinks(monkeypatch, {KEYS}, partial(gate.wait, 20))
    asks(drive, stick, template.recovery_code)
    agrees(drive)
    drive.until(lambda: isinstance(drive.window.gate, LeavingPage))
    assert drive.stands(say("journey.removing"))
    # Set in another way meanwhile, the page that waits is not made anew: it would begin again.
    page = drive.window.gate
    drive.window.set(Settings(language="ar", panic_keys=True))
    assert drive.window.gate is page
    drive.press("Ctrl+Shift+F9")
    gate.set()
    drive.until(lambda: drive.left)
    assert drive.left == ["hide"]
    assert not drive.window.home.exists()


@pytest.mark.skipif(os.name == "nt", reason="no folder refuses its owner there")
def test_what_could_not_be_removed_is_told(drive, template, stick, monkeypatch):
    asks(drive, stick, template.recovery_code)
    unlinks(monkeypatch, {KEYS, STORE}, refuses)
    agrees(drive)
    drive.until(lambda: drive.left)
    assert {KEYS, STORE} <= set(drive.window.away.stuck)
    assert STORE in drive.window.away.stuck_words()


def test_a_fault_while_it_is_removed_is_told_as_well(drive, template, stick, monkeypatch):
    asks(drive, stick, template.recovery_code)
    unlinks(monkeypatch, {STORE}, fails)
    reported = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: reported.append(kind))
    agrees(drive)
    drive.until(lambda: drive.left)
    assert reported == [RuntimeError]
    assert drive.window.away.stuck == (drive.window.home.name,)


def test_one_that_was_switched_to_goes_with_the_one_before_and_one_begins_at_the_first(
    template, home, stick, tmp_path, monkeypatch
):
    first = tmp_path / "first"
    template.copy(first)
    (first / LEFT_FOR).write_text(str(home), "utf-8")
    monkeypatch.setattr("desktop.homes.usual_home", lambda: first)
    with open_window(template, home) as drive:
        drive.go("backups")
        assert drive.seen(say("journey.switched"))
        asks(drive, stick, template.recovery_code)
        agrees(drive)
        drive.until(lambda: drive.left)
        assert drive.window.home == first
    assert not home.exists()
    assert not first.exists()


def test_a_practice_workbook_stays(home, template):
    def practising():
        workbook = somebody_is_in(home, template, Clock())
        workbook.practice = True
        return workbook

    with window_of(home, practising, Clock()) as drive:
        drive.go("backups")
        assert drive.seen(say("journey.practice"))
        assert not drive.page.leaving.begin.isVisible()
