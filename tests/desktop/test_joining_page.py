"""A new laptop joins a team in its first window; the other window lets it in by six words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import pytest
from canary import Watch
from drive import open_window
from gates import answer_dialog, open_gate
from laptops import First
from lines import leads, listening, syncs
from make import OFFICE, WORDS, Clock
from PySide6.QtWidgets import QFileDialog
from rooms import Looking, Loopback, lay, reopened_meets
from walking import complaints, settle

import texts
from casework.team.people import STRANGER
from casework.team.worker import Role
from db.vault import cost, keys
from db.vault.cost import FLOOR
from desktop.codes import groups_of
from desktop.exchange.exchanging import make_newcomer, newcomer
from desktop.exchange.joining import Newcomer, Standing, Waiting, join, standing
from desktop.exchange.words import read_words
from desktop.founding import new_recovery_code
from desktop.frame.cover import Cover
from desktop.frame.settings import Settings
from desktop.pages.first_run.draft import ASKED_BACK, TEAM, Draft
from desktop.pages.first_run.page import FirstRunPage
from desktop.pages.joining.page import JoiningPage
from desktop.pages.unlock import UnlockPage
from desktop.saying.words import Refused

NAME, OTHER = "Caseworker 8", "plainly other words for tests only"
SIX = "EX twistable detonator groovy childless twilight"
WAYS = [
    (Settings(), (1366, 768)),
    (Settings(language="ar", theme="dark"), (1366, 768)),
    (Settings(scale=2.0), (1366, 768)),
    (Settings(language="ar", scale=2.0), (1024, 640)),
    (Settings(language="qps", scale=2.0), (1024, 640)),
]


@pytest.fixture(autouse=True)
def _least_cost(monkeypatch):
    """Derive keys at the least cost; how much a laptop can pay is tested elsewhere."""
    monkeypatch.setattr(cost, "_AIM_SECONDS", 0)
    monkeypatch.setattr(
        "desktop.exchange.exchanging.keys.Newcomer", partial(keys.Newcomer, cost=FLOOR)
    )


@pytest.fixture
def home(tmp_path):
    return tmp_path / "new" / "home"


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def office(template, tmp_path):
    return First(template, tmp_path / "office", Clock())


def page(drive):
    return drive.window.gate


def chooses(drive, button, path):
    """Press a button by keyboard and choose a path in the dialog that it opens."""
    drive.tab_to(button)
    drive.press("Return")
    drive.until(lambda: drive.window.findChildren(QFileDialog))
    answer_dialog(drive, path)
    drive.rest()


def at(drive, step):
    drive.until(lambda: page(drive).draft.step == step and not page(drive).busy)
    settle()


def to_the_last_step(drive):
    """Go through the first four steps with nothing but keys."""
    drive.press("Ctrl+Return")
    at(drive, 1)
    drive.press("Down", "Down")
    assert page(drive).view.team.isChecked()
    drive.press("Ctrl+Return")
    # The office is not asked for, her name is.
    assert drive.focus() is page(drive).view.name
    drive.type(NAME)
    drive.press("Return")
    at(drive, 2)
    drive.type(OTHER)
    drive.tab_to("Type it once more")
    drive.type(OTHER)
    drive.press("Return")
    at(drive, 3)
    drive.press("Ctrl+Return")
    for group in ASKED_BACK:
        drive.tab_to(f"Group {group + 1}")
        drive.type(groups_of(page(drive).draft.code)[group].lower())
    drive.press("Return")
    at(drive, 4)


def asks(drive, stick):
    """Ask the team by a file on a stick; return the code of the sheet and the words shown."""
    to_the_last_step(drive)
    draft = page(drive).draft
    code = draft.code
    chooses(drive, texts.say("first.backup.folder"), stick)
    drive.press("Ctrl+Return")
    drive.until(lambda: isinstance(page(drive), JoiningPage))
    # The page is no longer shown, and what opens the workbook is no longer in it.
    assert (draft.passphrase, draft.again, draft.code, draft.typed_back) == ("", "", "", {})
    words = page(drive).waiting.standing.words
    assert drive.seen(read_words(words))
    return code, words


def signs_in(drive, passphrase=OTHER):
    assert isinstance(page(drive), UnlockPage)
    drive.tab_to(texts.say("unlock.name"))
    drive.type(NAME)
    drive.press("Return")
    drive.type(passphrase)
    drive.press("Return")


def says_same(drive):
    drive.tab_to(texts.say("join.same"))
    drive.press("Return")


def only(folder, pattern):
    (file,) = folder.glob(pattern)
    return file


def lets_in(template, tmp_path, stick, words):
    """Let the laptop in at the window of whoever looks after the team; write a stick for it."""
    with open_window(template, tmp_path / "here", worker=template.supervisor) as drive:
        drive.go("devices")
        drive.rest(6)
        adding = drive.page.adding
        drive.until(lambda: adding.keeper.count() > 1)
        adding.keeper.setCurrentIndex(1)
        chooses(drive, adding.file.button.accessibleName(), only(stick, "request-*"))
        drive.tab_to(texts.say("devices.their_words"))
        drive.type(words)
        drive.tab_to(texts.say("devices.who"))
        drive.type(NAME)
        drive.tab_to(texts.say("own.secret"))
        drive.type(WORDS)
        chooses(drive, texts.say("devices.let_in_do"), stick)
        assert drive.seen(texts.say("devices.then"))
        drive.rest(6)
        drive.page.ways.write_into(stick)
        drive.until(lambda: not drive.window.jobs.errand.is_on and list(stick.glob("*.bundle")))
        return [one.text() for one in adding.findChildren(type(adding.heading))]


def test_a_new_laptop_joins_by_keyboard_and_may_be_closed_meanwhile(
    template, home, tmp_path, stick
) -> None:
    with open_gate(home) as drive:
        code, words = asks(drive, stick)
    # Closed or killed at any of its steps it leaves nobody's name, and nothing that opens it.
    watch = Watch([NAME, OTHER, code, WORDS, template.supervisor.name, OFFICE.name])
    assert watch.in_folders(tmp_path) == set()
    shown = lets_in(template, tmp_path, stick, words)
    with open_gate(home) as drive:
        signs_in(drive)
        drive.until(lambda: isinstance(page(drive), JoiningPage))
        assert drive.seen(read_words(words))
        # The wrong file is told, and nothing is joined.
        chooses(drive, texts.say("join.have_answer"), only(stick, "request-*"))
        drive.until(lambda: drive.stands(texts.say("error.exchange_wrong")))
        chooses(drive, texts.say("join.have_answer"), only(stick, "answer-*"))
        drive.until(lambda: page(drive).waiting.words)
        assert any(read_words(page(drive).waiting.words) in one for one in shown)
        assert drive.seen(read_words(page(drive).waiting.words))
        says_same(drive)
        drive.until(lambda: drive.stands(texts.say("join.meet_title")))
        assert watch.in_folders(tmp_path) == set()
    with open_gate(home) as drive:
        signs_in(drive)
        drive.until(lambda: drive.stands(texts.say("join.meet_title")))
        chooses(drive, texts.say("join.have_stick"), only(stick, "*.bundle"))
        drive.until(lambda: drive.window.workspace is not None)
        drive.rest()
        assert drive.window.workbook.worker.name == NAME
        drive.tab_to("Try Hide now")
        drive.press("Return")
        assert isinstance(drive.window._stack.currentWidget(), Cover)
    keys.unlock_with_recovery(home, code).wipe()
    assert watch.in_folders(tmp_path) == set()


def waits(home):
    """Make a workbook that asked; return who waits, as the pages before unlocking know it."""
    make_newcomer(home, NAME, OTHER, cost=FLOOR)
    who = Newcomer(home, NAME, OTHER)
    with newcomer(home, NAME, OTHER) as post:
        post.membership.ask()
    found = standing(who)
    assert found is not None
    return Waiting(who, found)


@contextmanager
def waiting_at(home, waiting=None, *how):
    """Open the window of a laptop that waits for its team."""
    with open_gate(home, *how) as drive:
        drive.window._hall.draft = waiting or waits(home)
        drive.window.show_gate("joining")
        settle()
        yield drive


def test_an_answer_that_is_not_for_this_laptop_is_refused_in_words(home, stick, office) -> None:
    other = waits(stick.parent / "another")
    with newcomer(other.who.home, NAME, OTHER) as post:
        asked = post.membership.ask()
    (stick / "other.join").write_bytes(office.post.admit(asked.data, administers=False)[0])
    with waiting_at(home) as drive:
        chooses(drive, texts.say("join.have_answer"), stick / "other.join")
        drive.until(lambda: drive.stands(texts.say("error.exchange_not_for_us")))
        chooses(drive, texts.say("join.have_answer"), stick / "no such")
        drive.until(lambda: drive.stands(texts.say("error.file_unreadable")))
        assert drive.focus() is page(drive).views.current.main
        chooses(drive, texts.say("join.write_again"), stick)
        drive.until(lambda: list(stick.glob("request-*")))
        assert standing(page(drive).waiting.who) == page(drive).waiting.standing
    # Taken once, an answer fits nothing more.
    join(other.who, stick / "other.join")
    assert standing(other.who) == Standing("", True)
    with pytest.raises(Refused, match="exchange_joined"):
        join(other.who, stick / "other.join")


def test_where_there_is_a_server_it_tells_who_works_at_the_office(home, stick, office) -> None:
    waiting = waits(home)
    with newcomer(home, NAME, OTHER) as post:
        asked = post.membership.ask()
    with listening(stick.parent / "server") as server:
        leads(office.post, server)
        (stick / "answer").write_bytes(office.post.admit(asked.data, administers=False)[0])
        (stick / "early").write_bytes(office.writes())
        supervisor = office.office(office.template.supervisor)
        supervisor.people.add(asked.user.hex(), NAME, Role.CASEWORKER, STRANGER)
        waiting.standing = join(waiting.who, stick / "answer")
        assert waiting.standing == Standing("", True, True)
        with waiting_at(home, waiting) as drive:
            chooses(drive, texts.say("join.have_stick"), stick / "answer")
            drive.until(lambda: drive.stands(texts.say("error.exchange_wrong")))
            chooses(drive, texts.say("join.have_stick"), stick / "early")
            drive.until(lambda: drive.stands(texts.say("error.join_nobody_yet")))
            # It does not know this laptop before the office was there.
            drive.tab_to(texts.say("join.over_server"))
            drive.press("Return")
            drive.until(lambda: drive.stands(texts.say("error.line_unknown")))
            syncs(office.post)
            drive.tab_to(texts.say("join.over_server"))
            drive.press("Return")
            drive.until(lambda: drive.window.workspace is not None)
            assert drive.window.workbook.worker.name == NAME


def test_beside_the_laptop_that_let_it_in_it_needs_neither_stick_nor_server(
    home, stick, office, monkeypatch
) -> None:
    waiting, network = waits(home), Loopback([])
    with newcomer(home, NAME, OTHER) as post:
        asked = post.membership.ask()
    (stick / "answer").write_bytes(office.post.admit(asked.data, administers=False)[0])
    supervisor = office.office(office.template.supervisor)
    supervisor.people.add(asked.user.hex(), NAME, Role.CASEWORKER, STRANGER)
    waiting.standing = join(waiting.who, stick / "answer")
    office.close()
    lay(monkeypatch, network, looking=0.3)
    with waiting_at(home, waiting) as drive, ThreadPoolExecutor(1) as pool:
        drive.tab_to(texts.say("sync.way.room_do"))
        drive.press("Return")
        drive.until(lambda: drive.stands(texts.say("error.join_nobody_there")))
        lay(monkeypatch, network)
        drive.tab_to(texts.say("sync.way.room_do"))
        drive.press("Return")
        assert drive.seen(texts.say("join.looking"))
        there = Looking(Loopback(network.room))
        met = pool.submit(reopened_meets, there, office)
        drive.until(lambda: drive.window.workspace is not None)
        assert drive.window.workbook.worker.name == NAME
        assert met.result().met is not None


def test_whoever_sees_figures_alone_needs_nothing_but_the_answer(home, stick, office) -> None:
    waiting = waits(home)
    with newcomer(home, NAME, OTHER) as post:
        asked = post.membership.ask()
    (stick / "answer").write_bytes(office.post.admit_to_figures(asked.data)[0])
    with waiting_at(home, waiting) as drive:
        chooses(drive, texts.say("join.have_answer"), stick / "answer")
        drive.until(lambda: page(drive).waiting.words)
        # In another language it stands where it stood.
        drive.window.set(Settings(language="ar"))
        settle()
        assert drive.seen(read_words(page(drive).waiting.words))
        says_same(drive)
        drive.until(lambda: drive.window.workspace is not None)
        assert drive.window.workbook.worker.role is Role.VIEWER


@contextmanager
def comparing(home, stick, office):
    """Open the window where the six words of an answer are compared; give it and what waits."""
    waiting = waits(home)
    with newcomer(home, NAME, OTHER) as post:
        asked = post.membership.ask()
    (stick / "answer").write_bytes(office.post.admit(asked.data, administers=False)[0])
    with waiting_at(home, waiting) as drive:
        chooses(drive, texts.say("join.have_answer"), stick / "answer")
        drive.until(lambda: drive.stands(texts.say("join.compare")))
        yield drive, waiting


def test_words_that_differ_join_nothing_and_one_may_begin_anew(home, stick, office) -> None:
    with comparing(home, stick, office) as (drive, waiting):
        drive.tab_to(texts.say("join.other"))
        drive.press("Return")
        assert drive.seen(texts.say("join.differ"))
        assert standing(waiting.who) == waiting.standing
        drive.tab_to(texts.say("join.anew"))
        drive.press("Return")
        assert drive.seen(texts.say("join.anew_why"))
        drive.tab_to(texts.say("join.anew"))
        drive.press("Return")
        drive.until(lambda: isinstance(page(drive), FirstRunPage))
        assert not home.exists()


def test_both_answers_look_alike_and_none_is_given_before_somebody_went_there(
    home, stick, office
) -> None:
    with comparing(home, stick, office) as (drive, waiting):
        view = page(drive).views.current
        assert view.yes.property("role") == view.no.property("role") == "plain"
        assert view.yes.size() == view.no.size()
        # The words have the keyboard: they are what is read.
        assert drive.focus().accessibleName() == page(drive).waiting.words
        drive.press("Return", "Space", "Ctrl+Return")
        drive.rest()
        assert page(drive).views.current is view
        assert standing(waiting.who) == waiting.standing


def test_whoever_is_known_to_nobody_and_asked_no_team_is_told_so(home) -> None:
    make_newcomer(home, NAME, OTHER, cost=FLOOR)
    with open_gate(home) as drive:
        signs_in(drive)
        drive.until(lambda: drive.stands(texts.say("store.nobody")))
        assert isinstance(page(drive), UnlockPage)


def test_where_the_file_can_not_be_written_nothing_is_made(home, stick) -> None:
    with open_gate(home) as drive:
        draft = page(drive).draft
        draft.step, draft.kind, draft.name, draft.passphrase = 4, TEAM, NAME, OTHER
        draft.code, draft.request = new_recovery_code(), stick / "no such"
        page(drive).show_step()
        drive.press("Ctrl+Return")
        drive.until(lambda: drive.stands(texts.say("error.file_not_written")))
        assert not home.exists()


@pytest.mark.parametrize(("settings", "size"), WAYS)
def test_nothing_is_clipped_or_hidden(home, settings, size) -> None:
    waiting = Waiting(Newcomer(home, NAME, OTHER), Standing(SIX))
    with waiting_at(home, waiting, settings, size) as drive:
        joins = page(drive)
        assert complaints(drive.window) == []
        joins._refused(Refused("exchange_not_for_us"))
        settle()
        assert complaints(drive.window) == []
        joins.ask_anew()
        settle()
        assert complaints(drive.window) == []
        for waiting.words, waiting.standing in (
            (SIX, Standing(SIX)),
            ("", Standing("", True, True)),
        ):
            joins.show_next()
            settle()
            assert complaints(drive.window) == []
        drive.window._hall.draft = Draft(4, TEAM, name=NAME)
        drive.window.show_gate("first_run")
        settle()
        assert complaints(drive.window) == []
        page(drive).go_to(1)
        settle()
        assert complaints(drive.window) == []
