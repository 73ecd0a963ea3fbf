"""The history of a case over a real encrypted store: what happened, and bringing back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from shutil import copytree

import pytest
from drive import open_window
from make import Clock, Desks
from walking import complaints, settle

from casework.answers.past import HistoryLine
from desktop.frame.settings import Settings
from desktop.look import look
from desktop.pages.history.words import act_words, events_of
from desktop.parts.words import Words
from forms.filling import fill
from forms.session import open_session

DAY = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def filled(template, tmp_path_factory):
    """Return a folder with a case whose first visit was changed once."""
    home = tmp_path_factory.mktemp("history") / "home"
    clock = Clock(datetime.now(UTC) - timedelta(hours=1))
    desks = Desks(template, home, clock)
    filling = desks.office().filling
    code = desks.visit(languages=["ar"])
    (entry,) = filling.entries(code, "intake")
    sheet = filling.amend(code, entry.id)
    session = open_session(sheet.model, sheet.doc, clock, "en", sheet.externals)
    changed = {"languages": ["ar", "fr"], "safe_hours": "CANARY-LATER", "must_not": None}
    changed = {name: value for name, value in changed.items() if value is not None}
    assert fill(session, changed) == ()
    filling.finish(sheet, session.draft())
    desks.close()
    return home, code, clock


@pytest.fixture
def opened(template, filled, tmp_path):
    home, code, clock = filled
    windows = []

    def at(**settings):
        copied = tmp_path / "home"
        if not copied.exists():
            copytree(home, copied)
        window = open_window(
            template, copied, settings=Settings(**settings), clock=Clock(clock.moment)
        )
        drive = window.__enter__()
        windows.append(window)
        drive.code = code
        drive.go("history", code)
        drive.until(lambda: drive.page._lines and drive.page.overview)
        return drive

    yield at
    for window in windows:
        window.__exit__(None, None, None)


@pytest.fixture
def drive(opened):
    return opened()


def hours(drive):
    return drive.asked(lambda: drive.office.overview.of(drive.code)).contact.safe_hours


def test_what_was_changed_stands_in_words_with_who_did_it(drive):
    drive.until(lambda: drive.stands("Answers changed: Intake · Supervisor 1"))
    assert drive.seen("Recorded: Intake · Supervisor 1")
    assert drive.seen("Languages spoken")
    said = [one.text() for one in drive.page.list._clauses]
    plain = {words.translate({0x2068: None, 0x2069: None}) for words in said}
    assert plain == {"Arabic, now Arabic, French", "CANARY-HOURS, now CANARY-LATER"}


def test_an_answer_is_brought_back_and_that_is_taken_back_too(drive):
    back = drive.tab_to("Bring back the earlier answer to: Safe days and hours")
    assert back.font().pointSizeF() == look().font("strong_small").pointSizeF()
    drive.press("Space")
    drive.until(lambda: hours(drive) == "CANARY-HOURS")
    drive.until(lambda: drive.stands("The earlier answer stands again."))
    drive.rest(6)
    drive.press("Ctrl+Z")
    drive.until(lambda: hours(drive) == "CANARY-LATER")


def test_changes_alone_are_shown_when_one_asks(drive):
    assert drive.seen("Case looked at")
    drive.tab_to("Everything")
    drive.press("Right")
    settle()
    assert drive.unseen("Case looked at")
    assert drive.seen("Answers changed: Intake")
    assert drive.page.here().subject == "changes"


def line(number, act, worker="Caseworker 1", subject="", changes=()):
    return HistoryLine(number, DAY - timedelta(minutes=number), worker, act, subject, changes)


def test_looking_many_times_is_one_row_until_something_changed():
    looks = [line(n, "case_read" if n % 2 else "history_read") for n in range(6)]
    events = events_of([*looks, line(6, "task_added"), line(7, "case_read")], only_changes=False)
    assert [(one.act, one.times) for one in events] == [
        ("history_read", 3),
        ("case_read", 3),
        ("task_added", 1),
        ("case_read", 1),
    ]


def test_under_the_mask_what_was_done_is_said_without_what_with_and_for_whom():
    said = [act_words(event(act)) for act in ("attachment_given", "letter_issued")]
    said += [act_words(event(act)) for act in ("letter_beside", "case_transferred")]
    assert said == [
        "A copy of a file was given to a service",
        "Letter written",
        "Papers to go with a letter were made",
        "Case handed over to a service",
    ]


def event(act):
    (found,) = events_of([line(1, act)], only_changes=False)
    return found


def test_what_two_workers_looked_at_stays_apart():
    events = events_of(
        [line(1, "case_read"), line(2, "case_read", "Caseworker 2")], only_changes=False
    )
    assert [one.worker for one in events] == ["Caseworker 1", "Caseworker 2"]


def test_older_lines_come_a_page_at_a_time(opened, monkeypatch):
    monkeypatch.setattr("desktop.pages.history.page._PAGE", 3)
    drive = opened()
    before = len(drive.page._lines)
    drive.tab_to("Show older")
    drive.press("Space")
    drive.rest()
    assert len(drive.page._lines) > before
    numbers = [one.number for one in drive.page._lines]
    assert numbers == sorted(set(numbers), reverse=True)


def test_answers_are_masked_in_discreet_mode(opened):
    drive = opened(discreet=True)

    def stand():
        words = drive.page.findChildren(Words)
        return sum("CANARY-LATER" in one.text() for one in words if one.isVisible())

    # Above the case they stay: who calls has to keep to them (mockup 16).
    drive.until(lambda: stand() == 1)
    drive.window.workspace.reveal(on=True)
    drive.until(lambda: stand() == 2)


@pytest.mark.parametrize(
    "settings", [{}, {"language": "ar", "scale": 2.0}, {"theme": "dark", "scale": 1.5}]
)
def test_nothing_is_cut_or_covered(opened, settings):
    drive = opened(**settings)
    drive.window.resize(1366, 768)
    settle()
    assert complaints(drive.window) == []
