"""A colleague who stands too near: put behind the wall by keyboard, she finds nothing anywhere."""

from __future__ import annotations

import pytest
from make import Clock, Desks
from seated import Seats, finds_case, goes_to_section, opens_case
from story import choice_words

import texts
from casework.team.wall import Nearness
from desktop.parts.words import as_sentence

HIDDEN, OTHER = "CANARYNIGHT", "EXOTHER"
PAGES = {
    "Ctrl+1": "today",
    "Ctrl+2": "cases",
    "Ctrl+3": "services",
    "Ctrl+4": "letters",
    "Ctrl+6": "team",
}


@pytest.fixture
def seats(template, tmp_path):
    """Return a computer with two cases of one worker; one of them is of somebody near."""
    clock = Clock()
    desks = Desks(template, tmp_path / "home", clock)
    told = {"name_used": f"{HIDDEN} Name", "account": f"{HIDDEN} account"}
    seats = Seats(template, tmp_path / "home", clock)
    seats.case = desks.visit(**told)
    seats.other = desks.visit(name_used=f"{OTHER} Name", account=f"{OTHER} account")
    desks.agree(seats.case)
    desks.office().tasks.add(seats.case, f"{HIDDEN} task", clock.moment.date())
    desks.close()
    return seats


def test_a_conflicted_colleague_finds_nothing(seats, template) -> None:
    with seats.at(template.supervisor) as she:
        # Before, a supervisor finds its code, and does not see whose it is.
        assert found(she, seats.case) == [seats.case]

    with seats.at(template.caseworker) as she:
        she_puts_behind_the_wall(she, seats.case, "Supervisor 1")

    with seats.at(template.supervisor) as she:
        for words in (seats.case, HIDDEN, "2001"):
            assert seats.case not in found(she, words)
        she_sees_it_on_no_page(she, seats.case)
        she_meets_the_same_person(she, seats.case)
        # What has no wall around it is there as before.
        assert found(she, seats.other) == [seats.other]

    with seats.at(template.caseworker) as she:
        assert found(she, HIDDEN) == [seats.case]
        tried = she.asked(lambda: she.office.history.of(seats.case))
        assert any(line.worker == "Supervisor 1" for line in tried)


def she_puts_behind_the_wall(she, case, who) -> None:
    """Go to the case and to what is alleged in it, and put a colleague on the list."""
    opens_case(she, case)
    goes_to_section(she, "case.section.exploiter")
    she.arrives("exploiters")
    she.picks("wall.who", who)
    she.picks("wall.why", as_sentence(texts.say(f"wall.kind.{Nearness.SAME_UNIT.value}")))
    she.pushes("wall.add")
    she.until(lambda: she.page.wall.buttons and not she.sees("wall.none"))
    she.rest()


def she_sees_it_on_no_page(she, case) -> None:
    """Go to every page by its key, and read all that stands there."""
    for key, page in PAGES.items():
        she.press(key)
        she.arrives(page)
        she.rest(6)
        for words in (case, HIDDEN):
            assert she.unseen(words), page


def she_meets_the_same_person(she, case) -> None:
    """Begin a case of the same name: nothing says that somebody is known."""
    she.press("Ctrl+N")
    she.is_asked("intake")
    she.chooses("limits_explained", "yes")
    she.goes_on_to("name_used")
    she.writes("name_used", f"{HIDDEN} Name")
    she.goes_on_to("birth_precision")
    she.chooses("birth_precision", "year")
    she.writes("birth_year", "2001")
    she.rest(6)
    assert she.unseen(case)
    she.finishes()
    she.arrives("case")
    assert she.page.place.case != case
    assert she.unseen(case)
    assert she.unseen(choice_words("contact_channel", "phone_call"))


def found(she, words) -> list[str]:
    """Return the cases that the command box finds for some words, and close it."""
    codes = finds_case(she, words)
    she.press("Escape")
    return codes
