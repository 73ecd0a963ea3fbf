"""Of very much only the beginning is built; the rest is there for whoever goes on."""

from __future__ import annotations

from io import BytesIO

import many
import pytest
from desks_shared import NEED
from drive import open_window
from make import Clock, Desks, agreed
from odd_things import Odd
from PySide6.QtWidgets import QAbstractButton

import texts
from casework.files.attachment import Sort
from casework.files.attachments import Coming
from desktop.parts.so_many import AT_ONCE, SoMany

MORE = AT_ONCE + 10
VERSION = "select version from form_version where form_id = ?"


def filled(template, home, fill):
    """Return a case that another program filled, and the clock of its workbook."""
    desks = Desks(template, home, Clock())
    case = agreed(desks)
    office = desks.office()
    office.tasks.add(case, "EX task")
    office.referrals.begin(case, NEED)
    fill(Odd(desks))
    lines = [line.id for line in office.conflicts.all("en")]
    desks.close()
    return case, lines, desks.clock


def many_referrals(odd):
    many.things(odd, "referral", MORE - 1, odd.pattern("referral"))
    odd.comes()


@pytest.fixture
def to_decide(template, home):
    case, lines, clock = filled(template, home, lambda odd: many.tasks_said_twice(odd, MORE))
    with open_window(template, home, clock=clock) as drive:
        yield drive, case, lines


def test_of_what_is_to_decide_fifty_stand_in_the_list_and_arrows_go_on(to_decide):
    drive, _case, lines = to_decide
    drive.go("decide")
    drive.until(lambda: drive.page.answers is not None)
    rows = drive.page.list.rows
    assert [row.line.id for row in rows] == lines[:AT_ONCE]
    rows[-1].setFocus()
    drive.press("Down")
    assert [row.line.id for row in rows] == lines
    assert drive.focus() is rows[AT_ONCE]
    drive.press("Return")
    drive.until(lambda: drive.page.answers.one.line.id == lines[AT_ONCE])
    rows[-1].setFocus()
    drive.press("Down")
    assert drive.focus() is rows[0]


def test_whoever_comes_for_one_of_the_last_finds_it_chosen(to_decide):
    drive, case, lines = to_decide
    drive.go("decide", case, lines[-1])
    drive.until(lambda: drive.page.answers is not None)
    assert drive.page.answers.one.line.id == lines[-1]
    assert drive.focus() is drive.page.list.rows[-1]
    assert len(drive.page.list.rows) == MORE


def test_by_a_button_more_is_shown_and_the_keyboard_stands_where_it_begins(to_decide):
    drive, _case, _lines = to_decide
    drive.go("decide")
    drive.until(lambda: drive.page.answers is not None)
    drive.tab_to(texts.say("so_many.more"))
    drive.press("Space")
    assert drive.focus() is drive.page.list.rows[AT_ONCE]
    assert not drive.stands(texts.say("so_many.more"))


def test_beside_a_case_stand_fifty_requests_for_help_and_the_rest_when_asked(template, home):
    case, _lines, clock = filled(template, home, many_referrals)
    with open_window(template, home, clock=clock) as drive:
        drive.go("case", case)
        side = drive.page.side.referrals
        (shown,) = side.findChildren(SoMany)
        assert shown.seen == AT_ONCE
        shown.more.click()
        assert shown.seen == MORE


def test_of_requests_for_help_fifty_cards_are_made_and_one_that_is_asked_for(template, home):
    case, _lines, clock = filled(template, home, many_referrals)
    with open_window(template, home, clock=clock) as drive:
        drive.go("referrals", case)
        drive.until(lambda: drive.page.cards)
        assert len(drive.page.cards) == AT_ONCE
        lines = drive.asked(lambda: drive.office.referrals.of(case).lines)
        drive.go("referrals", case, lines[-1].id)
        drive.until(lambda: lines[-1].id in drive.page.cards)
        assert drive.page.cards[lines[-1].id].isAncestorOf(drive.focus())
        assert isinstance(drive.focus(), QAbstractButton)


def many_notes(odd):
    form(odd, "note", {"note.text": "EX"})


def many_episodes(odd):
    form(odd, "episode", {})


def many_exploiters(odd):
    form(odd, "exploiter", {})


def form(odd, name, answers):
    """Let very many forms of a kind be on record, and nothing besides."""
    pattern = {one: said for one, said in odd.pattern("form_instance").items() if "." not in one}
    pattern.pop("amends", None)
    ((version,),) = odd.connection.execute(VERSION, (name,)).fetchall()
    facts = {"form_id": name, "version": version, "state": "final"}
    many.things(odd, "form_instance", MORE, pattern | facts | answers)
    odd.comes()


@pytest.mark.parametrize(
    ("fill", "place"),
    [
        (many_notes, ("entries", "note")),
        (many_episodes, ("episodes", "")),
        (many_exploiters, ("exploiters", "")),
    ],
)
def test_of_forms_of_a_kind_fifty_cards_are_made_and_the_rest_when_asked(
    template, home, fill, place
):
    case, _lines, clock = filled(template, home, fill)
    with open_window(template, home, clock=clock) as drive:
        drive.go(place[0], case, place[1])
        shown = drive.page.findChild(SoMany)
        drive.until(lambda: shown.seen)
        assert shown.seen == AT_ONCE
        shown.more.click()
        assert shown.seen == MORE
        assert drive.page.isAncestorOf(drive.focus())


def test_of_files_fifty_cards_are_made(template, home):
    def fill(desks):
        case = agreed(desks)
        coming = Coming(case, Sort.OTHER)
        desks.office().attachments.add(coming, BytesIO(b"EX"))
        odd = Odd(desks)
        many.things(odd, "attachment", MORE - 1, odd.pattern("attachment"))
        odd.comes()
        return case

    desks = Desks(template, home, Clock())
    case = fill(desks)
    desks.close()
    with open_window(template, home, clock=desks.clock) as drive:
        drive.go("attachments", case)
        drive.until(lambda: drive.page.cards)
        assert len(drive.page.cards) == AT_ONCE
        drive.page.findChild(SoMany).more.click()
        assert len(drive.page.cards) == MORE


def test_of_what_waits_for_whoever_looks_after_the_team_fifty_are_shown(template, home):
    desks = Desks(template, home, Clock())
    case = agreed(desks)
    desks.step_in(case)
    odd = Odd(desks)
    many.things(odd, "glass", MORE - 1, odd.pattern("glass"))
    odd.comes()
    desks.close()
    lead = template.supervisor
    with open_window(template, home, worker=lead, clock=desks.clock) as drive:
        drive.go("team")
        shown = drive.page.waiting.findChild(SoMany)
        drive.until(lambda: shown.seen)
        assert shown.seen == AT_ONCE
