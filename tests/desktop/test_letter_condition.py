"""A condition on which she agreed stands above what a letter tells, and before it is said aloud."""

from __future__ import annotations

import pytest
from drive import open_window
from make import Clock, Desks
from walking import complaints

from casework.consent.grant import Purpose
from casework.referrals.referral import Need
from desktop.frame.settings import Settings
from desktop.pages.letters.seen import SeenPane
from desktop.pages.referrals.panels import TellPanel
from desktop.parts.mask import Mask
from desktop.parts.on_condition import OnCondition
from desktop.parts.words import Words

CLINIC, WARD = "Example Clinic A", "Example Ward B"
ONLY_IF = "CANARY-ONLY-IF"


@pytest.fixture
def begun(template, tmp_path):
    """Return a case in which one of two services may be told on a condition."""
    desks = Desks(template, tmp_path / "home", Clock())
    case = desks.visit()
    desks.agree(case, conditions=ONLY_IF)
    desks.agree(case, WARD)
    referral = desks.office().referrals.begin(case, Need(), CLINIC).subject_id
    services = desks.services()
    assert desks.office().grants.sheet(case).line(Purpose.REFERRAL, services[WARD])
    desks.close()
    return case, referral, services, tmp_path / "home", desks.clock


@pytest.fixture
def window(begun, template):
    def opened(**settings):
        *_, home, clock = begun
        return open_window(template, home, settings=Settings(**settings), clock=clock)

    return opened


def show(drive, case, code):
    drive.go("letter", case, code)
    drive.until(lambda: drive.page.view is not None and drive.page.view.draft is not None)
    drive.rest(4)
    return drive.page.findChild(SeenPane)


def shown(pane):
    boxes = [one for one in pane.findChildren(OnCondition) if one.isVisible()]
    return [
        words.text()
        for box in boxes
        for words in box.findChildren(Words)
        if words.isVisible() and ONLY_IF in words.text()
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_letter_page_shows_it_above_what_is_told(begun, window, language) -> None:
    case, _, services, *_ = begun
    with window(language=language) as drive:
        pane = show(drive, case, services[CLINIC])
        assert len(shown(pane)) == 1
        box, tick = pane.findChild(OnCondition), next(iter(pane.ticks.values()))
        assert box.mapTo(pane, box.rect().bottomLeft()).y() < tick.mapTo(pane, tick.pos()).y()
        assert complaints(drive.window) == []
        assert shown(show(drive, case, services[WARD])) == []


def test_in_discreet_mode_it_is_covered_until_it_is_revealed(begun, window) -> None:
    case, _, services, *_ = begun
    with window(discreet=True) as drive:
        pane = show(drive, case, services[CLINIC])
        assert shown(pane) == []
        assert pane.findChild(OnCondition).findChildren(Mask)
        pane.reveal(on=True)
        assert len(shown(pane)) == 1
        pane.reveal(on=False)
        assert shown(pane) == []


def test_it_is_seen_before_something_is_said_aloud(begun, window) -> None:
    case, referral, *_ = begun
    with window() as drive:
        seen = drive.asked(lambda: drive.office.talks.foresee(case, referral))
        panel = TellPanel(seen)
        panel.show()
        assert len(shown(panel)) == 1
        panel.close()
