"""The log of breaches by keyboard: written down, seen to, closed, opened again."""

from __future__ import annotations

import pytest
from entering import entering, first_of_today
from make import Clock, Desks
from walking import complaints

from casework.registers.breach import BreachState, Happened, Taken
from desktop.clock import now
from texts.dates import long_date

WORDS = "EXHAPPENED in the bus"


@pytest.fixture
def home(template, tmp_path):
    desks = Desks(template, tmp_path / "home", Clock(now()))
    cases = desks.visit(), desks.visit()
    desks.close()
    return tmp_path / "home", cases


@pytest.fixture
def at(template, home):
    with entering(template, home[0], "breaches") as enter:
        yield enter


def breaches(drive):
    return drive.asked(drive.office.breaches.all)


def noted(drive, *cases, taken=()):
    """Write a breach down at the desk, with what was done, and show it."""
    day = now().date()
    happened = Happened(day, "paper_gone", WORDS, "EXGOT", cases)

    def write():
        breach = drive.office.breaches.note(happened).subject_id
        for told in taken:
            drive.office.breaches.take(breach, Taken(day, "EXTAKEN", told=told))

    drive.asked(write)
    drive.go("today")
    drive.go("breaches")
    drive.rest(6)


def press(drive, act):
    """Press a button of the one card by its words."""
    (card,) = drive.page.cards.values()
    drive.tab_to(f"{act}: {card.what}")
    drive.press("Return")
    drive.rest()


def test_a_breach_is_written_down_by_keyboard(at, home, template):
    _home, cases = home
    drive = at(worker=template.caseworker)
    assert drive.seen("Nothing is to be seen to.")
    drive.press("Return")
    drive.until(lambda: drive.page.writing.panel is not None)
    drive.tab_to("Keep")
    drive.press("Return")
    assert drive.seen("Please choose what happened.")
    drive.type("Pap")
    drive.tab_to("What happened, in words")
    drive.type(WORDS)
    drive.press("Tab")
    drive.type("EXGOT")
    drive.press("Tab")
    drive.type(" ".join(cases).lower())
    drive.press("Ctrl+Return")
    drive.until(lambda: drive.page.writing.panel is None)
    assert drive.seen("The breach is written down.")
    (line,) = breaches(drive)
    assert (line.breach.kind, line.breach.words, line.breach.recipients) == (
        *("paper_gone", WORDS, "EXGOT"),
    )
    assert sorted(line.cases) == sorted(cases)
    (card,) = drive.page.cards.values()
    assert [one.text() for one in card.acts] == ["Correct"]


def test_a_case_that_is_not_there_is_said_and_nothing_is_kept(at):
    drive = at()
    drive.press("Return")
    drive.until(lambda: drive.page.writing.panel is not None)
    panel = drive.page.writing.panel
    panel.kind.setCurrentIndex(1)
    panel.words.setPlainText(WORDS)
    panel.cases.setText("ABCD-0000")
    panel.send()
    drive.rest()
    assert drive.seen("code")
    assert panel.words.toPlainText() == WORDS
    assert breaches(drive) == []


def test_what_was_done_is_written_down_and_it_is_closed_and_opened_again(at):
    drive = at()
    noted(drive)
    press(drive, "Close")
    assert drive.seen("Please write first what was done about it.")
    press(drive, "Write down what was done")
    drive.until(lambda: drive.page.writing.panel is not None)
    drive.type("EXTAKEN told both")
    drive.tab_to("The people concerned were told")
    drive.press("Space")
    drive.tab_to("Keep")
    drive.press("Return")
    drive.until(lambda: drive.page.writing.panel is None)
    assert drive.seen("the people concerned were told")
    press(drive, "Close")
    drive.until(lambda: drive.stands(f"Closed on {long_date(now().date())}"))
    press(drive, "Open again")
    drive.until(lambda: not drive.stands("Closed on"))
    drive.press("Ctrl+Z")
    drive.until(lambda: drive.stands("Closed on"))


def test_what_was_done_is_taken_back_by_one_key(at):
    drive = at()
    noted(drive)
    press(drive, "Write down what was done")
    drive.until(lambda: drive.page.writing.panel is not None)
    drive.type("EXTAKEN")
    drive.press("Ctrl+Return")
    drive.until(lambda: len(breaches(drive)[0].taken) == 1)
    drive.press("Ctrl+Z")
    drive.until(lambda: breaches(drive)[0].taken == ())


def test_where_nobody_was_told_it_is_asked_why(at):
    drive = at()
    noted(drive, taken=[False])
    press(drive, "Close")
    drive.until(lambda: drive.page.writing.panel is not None)
    drive.press("Ctrl+Return")
    assert drive.seen("Please tell them, or write why not.")
    drive.page.writing.panel.enter()
    drive.type("EXWHY nobody could read it")
    drive.press("Ctrl+Return")
    drive.until(lambda: drive.page.writing.panel is None)
    (line,) = breaches(drive)
    assert line.breach.state is BreachState.CLOSED
    assert drive.seen("EXWHY nobody could read it")


def test_what_happened_is_corrected_and_comes_back(at, home):
    drive = at()
    noted(drive, home[1][0])
    press(drive, "Correct")
    drive.until(lambda: drive.page.writing.panel is not None)
    panel = drive.page.writing.panel
    assert panel.cases.text() == home[1][0]
    panel.words.setPlainText("EXBETTER words")
    panel.cases.setText(home[1][1])
    panel.send()
    drive.until(lambda: breaches(drive)[0].cases == (home[1][1],))
    drive.rest()
    assert drive.seen("before, it said: ")
    drive.press("Ctrl+Z")
    drive.until(lambda: breaches(drive)[0].cases == (home[1][0],))


def test_today_tells_a_supervisor_and_leads_there(at):
    drive = at()
    noted(drive)
    noted(drive)
    assert first_of_today(drive) == ("See to a breach", "breaches")
    drive.rest()
    # Among several it is the one of that line, which waits longest.
    first = drive.asked(drive.office.tasks.today).today[0]
    assert drive.page.cards[first.id.partition(".")[2]].has_keyboard()


@pytest.mark.parametrize(
    "settings",
    [
        *({}, {"theme": "dark"}, {"language": "ar"}, {"scale": 2.0}),
        *({"language": "ar", "scale": 2.0}, {"discreet": True}),
    ],
)
def test_nothing_is_cut_or_covered(at, home, settings):
    drive = at(**settings)
    noted(drive, *home[1], taken=[False, True])
    assert list(complaints(drive.window)) == []
    for shown in (drive.page.begin, take_first(drive)):
        shown()
        drive.rest()
        assert list(complaints(drive.window)) == []


def take_first(drive):
    return lambda: drive.page.take(next(iter(drive.page.lines.values())))
