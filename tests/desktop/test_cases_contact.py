"""How to reach somebody, beside the list: asked once the list has stood at a case for a moment."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from shutil import copytree

import pytest
from drive import open_window
from make import Clock, Desks

import texts
from casework.records.contact import SafeContact
from casework.team.seat import NotFound
from desktop.frame.settings import Settings
from desktop.pages.case.contact_words import contact_said, in_short
from desktop.pages.cases.contact import _LETTERS, ContactCard
from desktop.parts.buttons import Button
from desktop.parts.clause import Clause

LONG = "No calls to the family, no messages to the old telephone, no visits at the aunt. " * 12


@pytest.fixture(scope="module")
def filled(template, tmp_path_factory):
    """Return a folder with three cases, the first due first, and what must not be done in each."""
    home = tmp_path_factory.mktemp("contact") / "home"
    clock = Clock(datetime.now(UTC))
    desks = Desks(template, home, clock)
    said = {"safe_way": "phone_call", "safe_hours": "10:00-12:00", "code_word": "CANARY-WORD"}
    codes = [desks.visit(**said, must_not=f"CANARY-NOT-{at}") for at in range(2)]
    codes.append(desks.visit(**said, must_not=LONG, who_must_not_know="CANARY-WHO"))
    for day, code in enumerate(codes, 1):
        desks.agree(code)
        desks.office().tasks.add(code, "later", clock().date().replace(year=2090 + day))
    desks.close()
    return home, codes, clock


@contextmanager
def opened(template, filled, tmp_path, worker=None, **settings):
    home, codes, clock = filled
    copy = copytree(home, tmp_path / "home")
    with open_window(
        template, copy, settings=Settings(**settings), clock=Clock(clock.moment), worker=worker
    ) as drive:
        drive.codes = codes
        drive.go("cases")
        drive.rest(6)
        yield drive


@pytest.fixture
def drive(template, filled, tmp_path):
    with opened(template, filled, tmp_path) as drive:
        yield drive


def read(drive, at=0, act="contact_read"):
    """Return how often the log of a case says that its contact was read."""
    lines = drive.asked(lambda: drive.office.history.of(drive.codes[at]))
    return sum(one.act == act for one in lines)


def stand(drive):
    """Stand still until nothing more comes of it."""
    page = drive.page
    asks = page._contacts
    timers = page._resting, asks._timer
    drive.until(lambda: not (asks._asked or any(one.isActive() for one in timers)))


def card(drive):
    (found,) = drive.page.body.side.findChildren(ContactCard)
    return found


def rules(drive):
    return [one.text() for one in card(drive).findChildren(Clause)]


def test_a_case_that_the_list_stands_at_says_when_and_what_must_not_be_done(drive) -> None:
    stand(drive)
    assert rules(drive) == ["Phone call, 10:00\u201312:00", "Say “CANARY-WORD”", "CANARY-NOT-0"]
    assert drive.unseen(texts.say("cases.side.contact_more"))


def test_that_it_was_read_is_in_the_log_once_for_each_time_the_list_is_opened(drive) -> None:
    stand(drive)
    assert (read(drive), read(drive, 1)) == (1, 0)
    drive.press("Down")
    stand(drive)
    drive.press("Up")
    drive.until(lambda: "CANARY-NOT-0" in rules(drive))
    stand(drive)
    assert (read(drive), read(drive, 1)) == (1, 1)
    drive.go("today")
    drive.go("cases")
    stand(drive)
    assert read(drive) == 2


def test_whoever_runs_through_the_list_reads_nothing_on_the_way(drive) -> None:
    drive.press("Down", "Down")
    stand(drive)
    assert [read(drive, at) for at in range(3)] == [0, 0, 1]


def test_an_answer_for_a_case_that_was_left_meanwhile_is_not_shown(drive) -> None:
    free = threading.Event()
    drive.page.room.jobs.ask(drive.page, lambda: free.wait(20), lambda _was: None)
    drive.until(lambda: drive.page._contacts._asked)
    drive.page.table.go_to(1)
    drive.until(lambda: not drive.page._resting.isActive())
    free.set()
    drive.until(lambda: not drive.page._contacts._asked)
    assert "CANARY-NOT-0" not in rules(drive)
    stand(drive)
    assert "CANARY-NOT-1" in rules(drive)


def test_of_a_masked_case_nothing_is_asked(template, filled, tmp_path) -> None:
    with opened(template, filled, tmp_path, worker=template.supervisor) as drive:
        drive.go("cases", "", "all_open")
        drive.rest(6)
        stand(drive)
        assert drive.page.reading.rows.line(0).masked
        assert rules(drive) == [texts.say("case.masked")]
        assert [read(drive, at, "case_masked") for at in range(3)] == [0, 0, 0]
        assert [read(drive, at) for at in range(3)] == [0, 0, 0]


def test_nothing_is_asked_while_no_card_is_seen(drive) -> None:
    drive.press("Space")
    stand(drive)
    assert read(drive) == 0
    drive.press("Space")
    stand(drive)
    assert read(drive) == 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_long_rules_are_short_beside_the_list_and_the_rest_is_a_press_away(
    template, filled, tmp_path, language
) -> None:
    with opened(template, filled, tmp_path, language=language) as drive:
        drive.window.resize(1366, 768)
        drive.page.table.go_to(2)
        stand(drive)
        side = drive.page.body.side
        assert drive.window.rect().contains(
            side.note.mapTo(drive.window, side.note.rect().center())
        )
        assert all(len(words) <= _LETTERS + 3 for words in rules(drive))
        assert card(drive).height() < side.height() // 2
        more = texts.say("cases.side.contact_more")
        (rest,) = [one for one in side.findChildren(Button) if one.text() == more]
        rest.click()
        assert (drive.page.place.page, drive.page.place.case) == ("case", drive.codes[2])


def test_hours_are_said_also_where_no_way_is_known() -> None:
    """They stood in letters, and nowhere above the case."""
    said = [one.words for one in contact_said(SafeContact(safe_hours="Tuesdays at noon"))]
    assert said[0] == texts.say("case.contact_none")
    assert "Tuesdays at noon" in said[1]


def test_what_is_cut_keeps_its_own_direction_and_what_is_short_its_signs() -> None:
    assert in_short(f"\u2068{LONG}\u2069", 40).endswith("…\u2069")
    assert (
        in_short("Dire\u202f: «\u202fmot\u202f»\n\n oui ", 40)
        == "Dire\u202f: «\u202fmot\u202f» oui"
    )


def test_where_it_could_not_be_read_the_card_says_that_there_is_more(drive, monkeypatch) -> None:
    def refuse(_code):
        raise NotFound("case_not_found")

    desk = drive.asked(lambda: drive.office.overview)
    monkeypatch.setattr(desk, "contact", refuse)
    stand(drive)
    assert drive.seen(texts.say("error.case_not_found"))
    assert rules(drive) == ["Phone call", "Say “CANARY-WORD”"]
    assert drive.stands(texts.say("cases.side.contact_more"))


def test_in_discreet_mode_the_word_is_masked_and_the_rules_stay(template, filled, tmp_path) -> None:
    with opened(template, filled, tmp_path, discreet=True) as drive:
        stand(drive)
        assert rules(drive) == ["Phone call, 10:00\u201312:00", "", "CANARY-NOT-0"]
        drive.page.reveal(on=True)
        assert rules(drive)[1:] == ["Say “CANARY-WORD”", "CANARY-NOT-0"]
        drive.page.reveal(on=False)
        assert rules(drive)[1] == ""
