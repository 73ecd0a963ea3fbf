"""A worker's morning by keyboard: what is due, one task more, a call noted, hidden and locked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from make import WORDS, Clock, Desks
from story import Worker

WHO = "Supervisor 1"
DUE, ADDED = "EX-DUE: bring the list of shelters", "EX-ADDED: ask about the bus"
DONE = "EX-DONE: the nurse was told of the visit"
VISIT = {"safe_way": "phone_call", "safe_hours": "EX-HOURS", "name_used": "EXNIGHT-NAME"}


@pytest.fixture
def office(template, tmp_path):
    """Return the folder and the code of a case with something due today; another lies beside."""
    clock = Clock(datetime.now(UTC) - timedelta(minutes=30))
    desks = Desks(template, tmp_path / "home", clock)
    own = desks.office(template.supervisor)
    code = own.answers.record(None, "intake", {"limits_explained": "yes", **VISIT}, "en").case_code
    own.answers.record(None, "intake", {"limits_explained": "yes"}, "en")
    own.tasks.add(code, DUE, clock.moment.date())
    desks.close()
    return tmp_path / "home", code


@pytest.fixture
def she(office):
    """Return the worker in front of a locked computer."""
    worker = Worker(office[0])
    worker.starts()
    yield worker
    worker.ends()


def test_a_workers_morning(she, office) -> None:
    _, code = office

    she_unlocks(she)
    she.arrives("today")
    assert due(she) == [DUE]

    she_does_what_is_due(she, code)
    she_adds_a_task(she, code)
    she_finds_the_case(she, code)
    she_notes_the_call(she, code)
    she_hides_and_comes_back(she, code)
    she_reads_her_day_again(she)
    she_locks(she)


def she_unlocks(she) -> None:
    """Say who one is and type the passphrase; a wrong one is refused calmly."""
    she.fills("unlock.name", WHO)
    she.fills("unlock.passphrase", "not these words")
    she.press("Return")
    she.until(lambda: she.sees("unlock.wrong"), "nothing was said of the wrong words")
    # Her cursor stands where the words are to be typed anew.
    she.type(WORDS)
    she.press("Return")
    she.until(lambda: she.window.workspace, "the workbook does not open")


def she_does_what_is_due(she, code) -> None:
    """Mark it done, take that back, look at its case from the line, and mark it for good."""
    she.press("Space")
    she.until(lambda: due(she) == [])
    assert she.sees("today.done")
    she.press("Ctrl+Z")
    she.until(lambda: due(she) == [DUE])
    she.rest()

    she.press("Return")
    she.arrives("case")
    assert she.seen(code)
    she.press("Ctrl+1")
    she.arrives("today")
    she.press("Space")
    she.until(lambda: due(she) == [])
    she.rest()


def she_adds_a_task(she, code) -> None:
    """Add one with a code, some words and an hour, without leaving the page."""
    she.press("Ctrl+Return")
    she.comes_to("today.new.case")
    she.type(code)
    she.press("Tab")
    she.comes_to("today.new.title")
    she.type(ADDED)
    she.fills("today.new.hour", "23:30")
    she.press("Return")
    she.until(lambda: due(she) == [ADDED])
    she.rest()
    assert she.focus() is she.page.list


def she_finds_the_case(she, code) -> None:
    """Find the case by a word that was told, from wherever one is."""
    she.press("Ctrl+K")
    she.comes_to("finding.name")
    she.type("exnight")
    she.until(lambda: offered(she, "case") == [code])
    she.press("Return")
    she.arrives("case")
    assert she.page.place.case == code


def she_notes_the_call(she, code) -> None:
    """Record how a contact went, and when the next one is to be."""
    she.press("Ctrl+K")
    she.comes_to("finding.name")
    she.type("follow")
    she.until(lambda: offered(she, "form")[:1] == ["follow_up"])
    she.press("Return")
    she.is_asked("follow_up")
    she.chooses("way", "phone_call")
    she.chooses("outcome", "spoken")
    she.chooses("still_safe", "yes")
    she.goes_on_to("action_taken")
    she.chooses("action_taken", "yes")
    she.writes("action_words", DONE)
    she.finishes()
    she.until(lambda: not she.is_at("form"))
    she.rest()
    assert len(she.asked(lambda: she.office.filling.entries(code, "follow_up"))) == 1
    she.press("Alt+8")
    she.arrives("entries")
    assert she.seen(DONE)


def she_hides_and_comes_back(she, code) -> None:
    """Hide from whoever comes in; a fresh program asks for the words and shows the same place."""
    was_at = she.page.place.page
    she.press("F9")
    assert she.is_covered()
    she.starts_anew("hide")
    assert she.is_covered()
    she.press("F9")
    assert she.unseen(code)
    she.fills("unlock.name", WHO)
    she.fills("unlock.passphrase", WORDS)
    she.press("Return")
    she.until(lambda: she.window.workspace, "the workbook does not open")
    she.arrives(was_at)
    assert she.page.place.case == code


def she_reads_her_day_again(she) -> None:
    """Come home to Today: what was added is there, what was done is not."""
    she.press("Ctrl+1")
    she.arrives("today")
    assert due(she) == [ADDED]


def she_locks(she) -> None:
    """Lock the computer; nothing of the morning is left on the screen."""
    she.press("Ctrl+L")
    she.starts_anew("lock")
    she.comes_to("unlock.name")
    for words in (DUE, ADDED, DONE):
        assert she.unseen(words)


def due(she) -> list[str]:
    """Return what stands in the list of today that is still to be done."""
    return [row.task.title for row in she.page.rows.rows if row.task is not None]


def offered(she, kind) -> list[str]:
    """Return what the command box offers of one kind."""
    return [one.id for one in she.window.workspace.finding.lines.rows if one.kind == kind]
