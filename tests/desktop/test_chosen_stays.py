"""What came in meanwhile takes nothing out of somebody's hand, and chooses nobody else."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from drive import open_window
from make import agreed

from casework.changes import Change
from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.keeping.exchange import EXCHANGED
from casework.team.worker import Role
from desktop.frame.settings import Settings
from desktop.parts.ticks import Tick
from texts import say

COMES_FIRST = "A Caseworker 0"


def something_came_in(drive):
    drive.window.jobs.changed.emit(Change(EXCHANGED))
    drive.rest(8)


def last_of(drop):
    drop.setCurrentIndex(drop.count() - 1)
    return drop.code()


@pytest.mark.begins(after=agreed)
def test_a_case_goes_to_the_colleague_who_was_chosen(template, home, case):
    """The first of the list was chosen in her place, and there is no way back from giving."""
    with open_window(template, home) as drive:
        drive.go("handing", case)
        drive.until(lambda: drive.page.colleague.count() > 1)
        chosen = last_of(drive.page.colleague)
        something_came_in(drive)
        assert drive.page.colleague.code() == chosen


def test_who_works_here_is_not_changed_under_the_hand(template, tmp_path):
    """Whoever came in above moved another person to where the buttons are."""
    worker = template.supervisor
    with open_window(template, tmp_path / "home", worker=worker) as drive:
        drive.go("team")
        people = drive.page.people
        drive.until(lambda: people.table.facts.rowCount() > 2)
        people.table.go_to(1)
        drive.rest()
        who, role, colleague = people.member(), last_of(people.role), last_of(people.colleague)
        people.own.secret.setText("EX-TYPED")
        drive.asked(
            lambda: drive.office.people.add("07" * 16, COMES_FIRST, Role.CASEWORKER, bytes(32))
        )
        something_came_in(drive)
        drive.until(lambda: people.table.facts.rowCount() > 3)
        assert people.member().id == who.id
        assert (people.role.code(), people.colleague.code()) == (role, colleague)
        assert people.own.secret.text() == "EX-TYPED"


def test_whoever_is_chosen_next_is_shown_as_she_is(template, tmp_path):
    with open_window(template, tmp_path / "home", worker=template.supervisor) as drive:
        drive.go("team")
        people = drive.page.people
        drive.until(lambda: people.table.facts.rowCount() > 2)
        people.table.go_to(0)
        last_of(people.role)
        people.table.go_to(2)
        drive.rest()
        assert people.role.code() == people.member().role.value
        assert people.colleague.code() != people.member().id


@pytest.mark.begins(after=agreed)
def test_why_a_case_is_opened_goes_on_being_asked(template, home, case):
    with open_window(template, home, worker=template.supervisor) as drive:
        drive.go("case", case)
        drive.rest(6)
        bar = drive.page.mask_bar
        bar.points()
        drive.press("Space")
        drive.until(bar._asking.isVisible)
        bar._asking.words.setFocus()
        drive.type("EX-WHY")
        something_came_in(drive)
        assert bar._asking.isVisible()
        assert bar._asking.words.text() == "EX-WHY"
        assert drive.focus() is bar._asking.words


def with_file(desks):
    case = agreed(desks)
    desks.office().attachments.add(Coming(case, Sort.MESSAGE), BytesIO(b"EX-WORDS"))
    return case


@pytest.mark.begins(after=with_file)
@pytest.mark.parametrize(("opened_by", "drop"), [("copy", "whom"), ("remove", "why")])
def test_for_whom_a_copy_is_and_why_a_file_goes_stays_under_the_hand(
    template, home, case, opened_by, drop
):
    """The question was shut, and the keyboard stood nowhere."""
    with open_window(template, home) as drive:
        drive.go("attachments", case)
        drive.until(lambda: drive.page.cards)
        (card,) = drive.page.cards.values()
        getattr(card, opened_by).click()
        asked = getattr(card, drop)
        drive.until(asked.isVisible)
        chosen = last_of(asked)
        something_came_in(drive)
        (card,) = drive.page.cards.values()
        asked = getattr(card, drop)
        assert (asked.isVisible(), asked.code()) == (True, chosen)
        assert drive.focus() is asked


@pytest.mark.begins(after=agreed)
@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("handing", lambda page: (page.colleague,)),
        ("erasure", lambda page: (page.why, page.when)),
        ("exploiters", lambda page: (page.wall.who, page.wall.why)),
    ],
)
def test_whoever_and_whatever_was_chosen_stays_so_in_another_look(
    template, home, case, place, named
):
    """In larger letters the first of each list was chosen: of colleagues, and of why one erases."""
    with open_window(template, home) as drive:
        drive.go(place, case)
        drive.until(lambda: all(one.count() > 1 for one in named(drive.page)))
        drive.rest()
        chosen = [last_of(one) for one in named(drive.page)]
        page = drive.page
        drive.window.set(replace(Settings(), scale=1.25))
        drive.until(lambda: [one.code() for one in named(drive.page)] == chosen)
        assert drive.page is not page


def larger(drive):
    """Show the window in larger letters, and wait until its page is filled."""
    page = drive.page
    drive.window.set(replace(Settings(), scale=1.25))
    drive.until(lambda: drive.page is not page)
    drive.rest(6)
    assert type(drive.page) is type(page)


def test_what_services_are_narrowed_to_stays_so_in_another_look(template, tmp_path):
    """In larger letters all of them stood there, and nobody had asked for them."""
    with open_window(template, tmp_path / "home") as drive:
        drive.go("services")
        drive.rest()
        narrowed = drive.page.filter
        last_of(narrowed._drops["service_type"])
        narrowed.children_tick.setChecked(True)
        narrowed.children_tick.setChecked(False)
        narrowed.retired_tick.setChecked(True)
        drive.page.list.search.setText("Example")
        wished, names = narrowed.wish, drive.page.list.names()
        assert 0 < len(names) < 4
        larger(drive)
        assert (drive.page.filter.wish, drive.page.list.names()) == (wished, names)
        assert drive.page.filter._drops["service_type"].code() == wished.service_type
        assert drive.page.filter.retired_tick.isChecked()
        assert drive.page.list.search.text() == "Example"
        # What was chosen once is nobody's wish for good.
        drive.go("today")
        drive.go("services")
        assert len(drive.page.list.names()) == 4


def test_what_the_library_of_law_is_narrowed_to_stays_so_in_another_look(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        drive.go("treaties")
        drive.until(lambda: drive.page.region.count() > 1)
        region, which = last_of(drive.page.region), last_of(drive.page.which)
        drive.page.search.setText("a")
        shown = [key for key, card in drive.page.cards.items() if not card.isHidden()]
        larger(drive)
        assert (drive.page.region.code(), drive.page.which.code()) == (region, which)
        assert drive.page.search.text() == "a"
        assert [key for key, card in drive.page.cards.items() if not card.isHidden()] == shown
        assert drive.page.region.count() > 2


@pytest.mark.begins(after=agreed)
def test_words_by_which_cases_are_narrowed_and_their_order_stay_in_another_look(template, home):
    with open_window(template, home) as drive:
        drive.go("cases")
        drive.page._choices.sort("changed")
        drive.page.tools.line.setText("nobody-of-that-name")
        drive.page.tools.line.narrowed.emit("nobody-of-that-name")
        drive.until(lambda: drive.page.table.model().rowCount() == 0)
        larger(drive)
        assert drive.page.tools.line.text() == "nobody-of-that-name"
        drive.until(lambda: drive.page.table.model().rowCount() == 0)
        assert drive.page.reading.sort == "changed"
        drive.page.tools.line.clear_words()
        drive.until(lambda: drive.page.table.model().rowCount() == 1)


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("unrecorded", lambda page: (page.service, page.age)),
        ("submissions", lambda page: (page.answers.form, page.form_out.form)),
    ],
)
def test_what_was_chosen_and_is_kept_nowhere_stays_in_another_look(
    template, tmp_path, place, named
):
    with open_window(template, tmp_path / "home") as drive:
        drive.go(place)
        drive.until(lambda: all(one.count() > 1 for one in named(drive.page)))
        chosen = [last_of(one) for one in named(drive.page)]
        ticks = drive.page.findChildren(Tick)
        for tick in ticks:
            tick.click()
        larger(drive)
        assert [one.code() for one in named(drive.page)] == chosen
        assert [one.isChecked() for one in drive.page.findChildren(Tick)] == [True] * len(ticks)
        assert all(one.count() > 1 for one in named(drive.page))


@pytest.mark.begins(after=agreed)
def test_nobody_is_kept_from_a_case_unsaid_and_who_is_chosen_stays(template, home, case):
    with open_window(template, home) as drive:
        drive.go("exploiters", case)
        wall = drive.page.wall
        drive.until(lambda: wall.who.count() > 1)
        wall.add.click()
        assert drive.seen(say("field.missing"))
        assert drive.focus() is wall.who
        chosen = last_of(wall.who)
        something_came_in(drive)
        assert wall.who.code() == chosen
        wall.add.click()
        drive.until(lambda: wall.buttons)
        assert drive.unseen(say("field.missing"))
        assert wall.who.code() == ""
