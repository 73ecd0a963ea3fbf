"""Requests from outside by keyboard: written down, answered, corrected, and nothing let out."""

from __future__ import annotations

import pytest
from entering import entering, first_of_today
from make import Clock, Desks
from walking import complaints

from casework.referrals.letters import Order
from casework.registers.outside_request import Answer, Asked
from desktop.clock import now
from desktop.parts.so_many import AT_ONCE
from texts.dates import long_date

WORDS = "EXASKED for all that is on file"
ORDER = "EX 12/2025"


@pytest.fixture
def home(template, tmp_path):
    """Return a folder, a case of the supervisor's own, and the letter that left it."""
    desks = Desks(template, tmp_path / "home", Clock(now()))
    case = desks.visit()
    desks.agree(case)
    number = desks.office().letters.issue(Order(case, "Example Clinic A")).number
    supervisor = desks.office(template.supervisor)
    supervisor.caseload.assign(case, template.supervisor.id)
    desks.close()
    return tmp_path / "home", case, number


@pytest.fixture
def at(template, home):
    with entering(template, home[0], "requests") as enter:
        yield enter


def requests(drive):
    return drive.asked(drive.office.requests.all)


def noted(drive, case="", words=WORDS):
    """Write a request down at the desk, and show it."""
    on = drive.clock.moment.date()
    asked = Asked(on, "court", words, "EXWHO", in_writing=True, case_code=case)
    drive.asked(lambda: drive.office.requests.note(asked))
    drive.go("today")
    drive.go("requests")
    drive.rest(6)


def choose(drive, name, words):
    """Choose in a list by the beginning of its words."""
    drive.tab_to(name)
    drive.type(words)


def test_a_request_is_written_down_by_keyboard(at, template):
    drive = at(worker=template.caseworker)
    assert drive.seen("Nothing waits for an answer.")
    drive.press("Return")
    drive.until(lambda: drive.page.writing.panel is not None)
    drive.tab_to("Keep")
    drive.press("Return")
    assert drive.seen("Please choose who asked.")
    assert drive.focus() is drive.page.writing.panel.asker
    drive.type("Pol")
    drive.tab_to("Name of whoever asked")
    drive.type("EXWHO")
    drive.press("Tab")
    drive.type(WORDS)
    drive.press("Tab", "Space")
    drive.tab_to("Keep")
    drive.press("Return")
    drive.until(lambda: drive.page.writing.panel is None)
    assert drive.seen("The request is written down.")
    (line,) = requests(drive)
    assert (line.request.asker, line.request.who, line.request.words) == ("police", "EXWHO", WORDS)
    assert line.request.in_writing
    assert drive.seen("Not answered yet")
    assert not drive.stands("Answer:")
    assert [one.text() for one in drive.page.cards[line.request.id].acts] == ["Correct"]


@pytest.mark.parametrize("page", ["letters", "team"])
def test_it_is_reached_from_the_letters_and_from_the_team(at, page):
    drive = at(page)
    drive.tab_to("Requests from outside")
    drive.press("Return")
    drive.until(lambda: drive.page.place.page == "requests")
    drive.rest()
    drive.tab_to("Breaches")
    drive.press("Return")
    drive.until(lambda: drive.page.place.page == "breaches")


def test_what_is_wrong_is_said_beside_the_fields_and_they_stay(at):
    drive = at()
    drive.press("Return")
    drive.until(lambda: drive.page.writing.panel is not None)
    drive.type("Don")
    drive.tab_to("Keep")
    drive.press("Return")
    assert drive.seen("Please write what was asked, in their own words.")
    assert drive.page.writing.panel.asker.code() == "donor"
    assert requests(drive) == []


def test_an_answer_is_given_by_keyboard_and_taken_back(at):
    drive = at()
    noted(drive)
    drive.tab_to(f"Answer: {title(drive)}")
    drive.press("Return")
    drive.until(lambda: drive.page.writing.panel is not None)
    assert not drive.page.writing.panel.order.isVisible()
    drive.type("Ref")
    drive.tab_to("Keep")
    drive.press("Return")
    drive.until(lambda: drive.page.writing.panel is None)
    assert drive.seen(f"Refused on {long_date(now().date())}")
    assert drive.focus().accessibleName() == f"Change the answer: {title(drive)}"
    drive.press("Ctrl+Z")
    drive.until(lambda: drive.stands("Not answered yet"))
    assert requests(drive)[0].request.answer is Answer.OPEN


def title(drive):
    (line,) = requests(drive)
    return next(
        act.accessibleName().partition(": ")[2] for act in drive.page.cards[line.request.id].acts
    )


def test_what_is_released_asks_for_the_order_and_for_the_letter(at, home):
    _home, case, number = home
    drive = at()
    noted(drive, case)
    drive.tab_to(f"Answer: {title(drive)}")
    drive.press("Return")
    drive.until(lambda: drive.page.writing.panel is not None)
    drive.type("Rel")
    drive.tab_to("Keep")
    drive.press("Return")
    assert drive.seen("What is released needs the number of the order.")
    drive.page.writing.panel.order.setFocus()
    drive.type(ORDER)
    drive.tab_to("The letter by which it left the case")
    drive.press("Down")
    drive.tab_to("Keep")
    drive.press("Return")
    drive.until(lambda: drive.page.writing.panel is None)
    (line,) = requests(drive)
    assert (line.request.order_no, line.request.letter) == (ORDER, number)
    assert drive.seen(ORDER)


def test_the_history_of_the_case_says_it_in_words(at, home):
    case = home[1]
    drive = at()
    noted(drive, case)
    drive.page.answer(next(iter(drive.page.lines.values())))
    drive.rest(6)
    drive.page.writing.panel.answer.setCurrentIndex(1)
    drive.page.writing.panel.send()
    drive.until(lambda: drive.page.writing.panel is None)
    drive.go("history", case)
    drive.rest(6)
    for said in (
        "A request from outside about the case was written down",
        "A request from outside was read",
        "A request from outside was answered",
    ):
        assert drive.seen(said)


def test_words_are_corrected_and_those_of_before_come_back(at):
    drive = at()
    noted(drive)
    drive.tab_to(f"Correct: {title(drive)}")
    drive.press("Return")
    drive.until(lambda: drive.page.writing.panel is not None)
    drive.page.writing.panel.words.setPlainText("EXBETTER words")
    drive.page.writing.panel.send()
    drive.until(lambda: drive.page.writing.panel is None)
    (line,) = requests(drive)
    assert line.request.words == "EXBETTER words"
    drive.until(lambda: drive.seen("before, it said: "))
    # What stood there stays beside it, with who says it better and when.
    assert drive.seen(f"by {line.noted_by}")
    assert drive.seen(WORDS)
    drive.press("Ctrl+Z")
    drive.until(lambda: requests(drive)[0].request.words == WORDS)


def test_under_the_mask_there_is_the_way_to_the_case_and_no_answer(at, home, template):
    desks = Desks.__new__(Desks)
    desks.template, desks.home, desks.clock = template, home[0], Clock(now())
    desks.opens()
    case = desks.visit()
    desks.close()
    drive = at()
    noted(drive, case)
    assert drive.seen("What was asked is masked with its case.")
    assert not drive.stands(WORDS)
    drive.tab_to(f"See the case: {title(drive)}")
    drive.press("Return")
    drive.until(lambda: drive.window.workspace.page.place.page == "case")


def test_in_discreet_mode_what_was_asked_is_read_while_the_key_is_held(at):
    drive = at(discreet=True)
    noted(drive)
    assert not drive.stands(WORDS)
    drive.page.reveal(on=True)
    assert drive.stands(WORDS)
    drive.page.reveal(on=False)
    assert not drive.stands(WORDS)


def test_today_tells_a_supervisor_and_leads_there(at):
    drive = at()
    noted(drive)
    assert first_of_today(drive) == ("Answer a request from outside", "requests")


@pytest.mark.parametrize(
    "settings",
    [{}, {"theme": "dark"}, {"language": "ar"}, {"scale": 2.0}, {"language": "ar", "scale": 2.0}],
)
def test_nothing_is_cut_or_covered(at, home, settings):
    drive = at(**settings)
    noted(drive, home[1])
    noted(drive)
    assert list(complaints(drive.window)) == []
    drive.page.add.click()
    drive.rest()
    assert list(complaints(drive.window)) == []
    first = drive.page.lines[next(iter(drive.page.lines))]
    drive.page.answer(first)
    drive.rest(6)
    drive.page.writing.panel.answer.setCurrentIndex(3)
    drive.rest()
    assert list(complaints(drive.window)) == []


def test_of_many_those_asked_last_are_shown_and_older_ones_by_a_button(at):
    drive = at()
    on = drive.clock.moment.date()

    def note_many():
        for number in range(AT_ONCE + 3):
            words = f"EXASKED number {number:03}"
            drive.office.requests.note(Asked(on, "court", words, "EXWHO", in_writing=True))

    drive.asked(note_many)
    drive.go("today")
    drive.go("requests")
    drive.rest(6)
    assert len(drive.page.cards) == AT_ONCE
    assert drive.seen(f"EXASKED number {AT_ONCE + 2:03}")
    assert not drive.stands("EXASKED number 002")
    drive.tab_to("Show older", limit=200)
    drive.press("Return")
    assert drive.seen("EXASKED number 002")
    assert len(drive.page.cards) == AT_ONCE + 3
    assert drive.focus() is list(drive.page.cards.values())[AT_ONCE].acts[0]
    assert not drive.stands("Show older")
    # What changes meanwhile takes nobody back to the first of them.
    drive.page.start()
    drive.rest(6)
    assert len(drive.page.cards) == AT_ONCE + 3
    # Today names the one that waits longest first, and leads down to it.
    assert first_of_today(drive) == ("Answer a request from outside", "requests")
    drive.rest(6)
    (oldest,) = (key for key, one in drive.page.lines.items() if "number 000" in one.request.words)
    assert drive.page.cards[oldest].has_keyboard()
