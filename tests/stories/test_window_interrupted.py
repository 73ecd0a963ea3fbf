"""An intake that is interrupted twice by keyboard: locked in mid-sentence, then left for a day."""

from __future__ import annotations

import pytest
from make import WORDS
from story import Worker

WHO, BEGUN, ENDED = "Supervisor 1", "EXBEGUN they came by b", "oat at night"


@pytest.fixture
def she(template, tmp_path):
    """Return a worker who has just unlocked a workbook without cases."""
    worker = Worker(template.copy(tmp_path / "home"))
    worker.starts()
    she_unlocks(worker)
    worker.arrives("today")
    yield worker
    worker.ends()


def test_an_interrupted_intake(she) -> None:
    she_begins(she)
    she_locks_in_mid_sentence(she)
    she_keeps_it_for_later(she)
    she_carries_on(she)
    case = she_finishes(she)

    # Nothing is left to be gone on with, and it is one case, not two.
    assert she.asked(she.office.filling.drafts) == []
    assert [one.code for one in she.asked(she.office.cases.all)] == [case]
    assert [one.code for one in she.asked(lambda: she.office.cases.find("exbegun"))] == [case]


def she_unlocks(she) -> None:
    she.fills("unlock.name", WHO)
    she.fills("unlock.passphrase", WORDS)
    she.press("Return")
    she.until(lambda: she.window.workspace, "the workbook does not open")


def she_begins(she) -> None:
    """Begin a first visit, and type as far as the middle of a word."""
    she.press("Ctrl+N")
    she.is_asked("intake")
    she.chooses("limits_explained", "yes")
    she.goes_on_to("name_used")
    she.writes("name_used", BEGUN)


def she_locks_in_mid_sentence(she) -> None:
    """Lock without waiting for anything to be saved; come back to the same letter."""
    she.press("Ctrl+L")
    she.starts_anew("lock")
    assert she.unseen(BEGUN)
    she_unlocks(she)
    she.is_asked("intake")
    assert she.named()[0] == she.question("name_used")
    assert she.reads_here() == BEGUN
    assert she.cursor() == len(BEGUN)


def she_keeps_it_for_later(she) -> None:
    """Close the form and keep the draft; look at something else."""
    she.pushes("form.close")
    she.until(lambda: not she.is_at("form"), "the form does not close")
    she.rest()
    she.press("Ctrl+3")
    she.arrives("services")


def she_carries_on(she) -> None:
    """Find on Today what was left unfinished, and go on with it."""
    she.press("Ctrl+1")
    she.arrives("today")
    she.until(lambda: she.sees("today.carry_on"))
    she.pushes("today.continue")
    she.is_asked("intake")
    she.goes_on_to("name_used")
    # Going there types nothing; what was said is there, whole.
    she.writes("name_used", "")
    assert she.reads_here() == BEGUN


def she_finishes(she) -> str:
    """End the sentence, and finish the first visit; return the code of the case."""
    she.press("End")
    she.type(ENDED)
    she.finishes()
    she.arrives("case")
    return she.page.place.case
