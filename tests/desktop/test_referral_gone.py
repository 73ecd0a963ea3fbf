"""Help that was asked of a service which has closed since: what can be done leads somewhere."""

from __future__ import annotations

import pytest
from drive import open_window
from make import agreed, visited

from casework.referrals.desk import Move
from casework.referrals.referral import Need, ReferralStatus
from texts import say

CLINIC, WARD = "Example Clinic A", "Example Ward B"


class Asked:
    """A request to a clinic that closes, in the window of whoever asked."""

    def __init__(self, drive, case) -> None:
        self.drive, self.case = drive, case
        need = Need("health_emergency")
        drive.asked(lambda: drive.office.referrals.begin(case, need, CLINIC))
        services = drive.asked(drive.office.services.all)
        self.clinic = next(one.code for one in services if one.name == CLINIC)

    def closes(self):
        self.drive.asked(lambda: self.drive.office.services.retire(self.clinic))
        self.drive.go("referrals", self.case)
        self.drive.rest(6)

    def line(self):
        (line,) = self.drive.asked(lambda: self.drive.office.referrals.of(self.case)).lines
        return line

    def buttons(self):
        """Return what can be pressed on the card, and why what stands beside it cannot."""
        (card,) = self.drive.page.cards.values()
        found = {one.text(): one for one in card.buttons if one.text()}
        free = {words for words, one in found.items() if one.isEnabled()}
        return free, {words: one.toolTip() for words, one in found.items() if words not in free}


@pytest.fixture
def asked(template, home, case):
    with open_window(template, home) as drive:
        yield Asked(drive, case)


@pytest.mark.begins(after=visited)
def test_of_a_service_that_closed_nothing_is_asked_and_another_is_chosen(asked) -> None:
    """To ask first led to a question about figures, and nobody had said why."""
    asked.closes()
    free, greyed = asked.buttons()
    assert say("referrals.do.choose") in free
    assert say("referrals.do.ask") not in free | set(greyed)
    assert set(greyed.values()) == {say("error.referral_service_gone")}
    assert asked.drive.stands(say("services.retired_note"))
    (card,) = asked.drive.page.cards.values()
    # The likely step is the first that can be done.
    assert card.enter()
    assert asked.drive.focus().text() == say("referrals.do.choose")
    asked.drive.press("Space")
    asked.drive.rest()
    asked.drive.type(WARD)
    asked.drive.press("Return")
    asked.drive.rest()
    assert asked.line().service == WARD
    assert asked.drive.unseen(say("services.retired_note"))
    assert say("referrals.do.ask") in asked.buttons()[0]


@pytest.mark.begins(after=agreed)
def test_no_letter_is_offered_to_a_service_that_closed(asked) -> None:
    request, move = asked.line().id, Move(ReferralStatus.AGREED)
    asked.drive.asked(lambda: asked.drive.office.referrals.move(asked.case, request, move))
    asked.closes()
    free, greyed = asked.buttons()
    assert list(greyed.values()) == [say("error.referral_service_gone")]
    # As long as nothing went out one step back leads to where another is chosen.
    assert say("referrals.do.take_back") in free


@pytest.mark.begins(after=agreed)
def test_what_went_out_to_it_goes_its_way(asked) -> None:
    office = asked.drive.office
    request = asked.line().id
    asked.drive.asked(lambda: office.talks.tell(asked.case, request))
    asked.closes()
    free, _greyed = asked.buttons()
    assert say("referrals.do.choose") not in free
    assert say("referrals.do.accepted") in free
