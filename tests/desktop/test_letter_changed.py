"""A letter that goes out is the letter that was shown, and one that was recalled stays here."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from letter_window import CLINIC, Prepared, bars, choose, save_into, say
from print_queue import LACKING
from printing_by_key import no_place_for_pages, print_there, queue_here

from casework.consent.grant import Purpose
from casework.referrals.letters import LetterRefused, Order
from desktop.parts.buttons import Button

# Nobody makes a file there.
UNWRITABLE = Path("/proc")
BEFORE = datetime(2026, 3, 10, 23, 58, tzinfo=UTC)
AFTER = datetime(2026, 3, 11, 0, 2, tzinfo=UTC)


def agree_from_tomorrow(desks, case):
    """She agrees that the clinic hears how to reach her, and from tomorrow also who she is."""
    one = {"purpose": "referral", "valid_until": "2026-06-01"}
    desks.office().answers.record(
        case,
        "consent",
        {
            "limits_explained": "yes",
            "means": "verbal",
            "given_by": "survivor",
            "case_service": "given",
            "grants": [
                one | {"recipient": desks.services()[CLINIC], "categories": ["contact"]},
                one
                | {"any_of_kind": "yes", "recipient_kind": "health", "valid_from": "2026-03-11"}
                | {"categories": ["contact"], "items": ["name_used", "own_phone"]},
            ],
        },
        "en",
    )


@pytest.fixture
def made(template, tmp_path):
    return Prepared(template, tmp_path / "home")


def retry(drive, text_id):
    """Press what a message offers."""
    offered = [one for one in drive.page.findChildren(Button) if one.text() == say(text_id)]
    (button,) = [one for one in offered if one.isVisible()]
    button.click()


def withdraw(drive, made):
    done = drive.asked(lambda: drive.office.grants.withdraw(made.case, Purpose.REFERRAL, CLINIC))
    drive.window.jobs.changed.emit(done.change)
    drive.rest()


def test_what_began_to_hold_since_is_shown_before_it_goes(template, tmp_path) -> None:
    made = Prepared(template, tmp_path / "home", agree_from_tomorrow)
    made.clock.moment = BEFORE
    with made.open() as drive:
        made.begin(drive)
        shown = drive.page.view.draft.disclosure.told
        made.clock.moment = AFTER
        drive.press("Ctrl+Return")
        choose(drive, tmp_path)
        drive.until(lambda: say("error.letter_changed") in bars(drive))
        assert list(tmp_path.glob("*.pdf")) == []
        assert drive.asked(drive.office.letters.register) == []
        drive.until(lambda: drive.page.view.draft.disclosure.told != shown)
        drive.until(drive.page.view.bar.saves.isEnabled)
        assert "name_used" in {one.item for one in drive.page.view.draft.disclosure.told}
        save_into(drive, tmp_path)
        assert len(drive.asked(drive.office.letters.register)) == 1


def test_who_was_shown_less_does_not_send_more(desks) -> None:
    case = desks.visit()
    desks.agree(case)
    letters = desks.office().letters
    order = Order(case, CLINIC)
    told = letters.draft(order).disclosure.told
    with pytest.raises(LetterRefused, match="letter_changed"):
        letters.issue(Order(case, CLINIC, shown=told[1:]))
    assert letters.register() == []
    assert letters.issue(Order(case, CLINIC, shown=told)).number


def test_a_letter_that_could_not_be_written_stays_here_once_it_is_recalled(made, tmp_path) -> None:
    with made.open() as drive:
        made.begin(drive)
        drive.press("Ctrl+Return")
        choose(drive, UNWRITABLE)
        drive.until(lambda: bars(drive))
        withdraw(drive, made)
        retry(drive, "letter_page.other_folder")
        choose(drive, tmp_path)
        drive.until(lambda: say("letter_page.recalled") in bars(drive))
        assert list(tmp_path.glob("*.pdf")) == []


@pytest.mark.skipif(LACKING, reason="no printing system is installed here")
def test_nor_is_it_printed(made, monkeypatch) -> None:
    with queue_here(monkeypatch) as queue, made.open() as drive:
        made.begin(drive)
        with no_place_for_pages(monkeypatch):
            drive.press("Ctrl+P")
            print_there(drive)
            drive.until(lambda: bars(drive))
        withdraw(drive, made)
        retry(drive, "letter_page.print_again")
        print_there(drive)
        drive.until(lambda: say("letter_page.recalled") in bars(drive))
        assert not queue.kept()
