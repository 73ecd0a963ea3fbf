"""A yes asked for once more: what she left out is shown, and stays out until she says otherwise."""

from __future__ import annotations

import pytest
from drive import open_window
from make import VISIT
from walking import complaints

import texts
from casework.consent.grant import Purpose
from casework.consent.narrowing import Less
from casework.referrals.letters import Order
from desktop.pages.consent.choices import GIVEN
from desktop.parts.words import Words
from forms.codelists import label

LEGAL = "Example Legal Desk"


class Told:
    """A case of two experiences, one of which, and where she lives, a lawyer is not told."""

    def __init__(self, drive) -> None:
        self.drive = drive
        self.case = self.record(None, "intake", VISIT | {"home": "CANARY-HOME"}).case_code
        self.first, self.second = (
            self.record(self.case, "episode", {"exchange_given": [what]}).subject_id
            for what in ("food", "drugs")
        )
        self.legal = next(
            one.code for one in drive.asked(drive.office.services.all) if one.name == LEGAL
        )

    def record(self, case, form, answers):
        office = self.drive.office
        return self.drive.asked(lambda: office.answers.record(case, form, answers, "en"))

    def agree(self, **changes) -> None:
        grant = {
            "purpose": "referral",
            "recipient": self.legal,
            "categories": ["contact", "needs"],
            "items": ["exploitation_history", "name_used", "home_address"],
            "not_episodes": [self.second],
            "not_categories": ["location"],
            "valid_until": "2026-12-01",
        }
        said = {
            "limits_explained": "yes",
            "means": "verbal",
            "given_by": "survivor",
            "case_service": "given",
            "grants": [grant | changes],
        }
        self.record(self.case, "consent", said)

    def told(self):
        order = Order(self.case, LEGAL)
        seen = self.drive.asked(lambda: self.drive.office.letters.preview(order))
        return {one.item: one.value for one in seen.told}

    def line(self):
        sheet = self.drive.asked(lambda: self.drive.office.grants.sheet(self.case))
        return sheet.line(Purpose.REFERRAL, self.legal)

    def ask(self):
        self.drive.go("consent", self.case, f"referral:{self.legal}")
        return self.drive.page.talk.recording.pane

    def answer(self) -> None:
        self.drive.page.talk.recording.pane.answers.buttons[GIVEN].click()
        self.drive.rest()


@pytest.fixture
def person(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        yield Told(drive)


def left_out():
    return texts.say("consent.experience", number="2")


def location():
    return label("data_category", "location", "en")


def test_asking_again_with_nothing_changed_tells_nothing_more(person) -> None:
    person.agree()
    before, line = person.told(), person.line()
    assert before["exploitation_history"]
    assert "home_address" not in before
    person.ask()
    person.answer()
    again = person.line()
    assert again.at > line.at
    assert (again.excluded, again.excluded_episodes) == (line.excluded, line.excluded_episodes)
    assert person.told() == before


def test_what_is_left_out_is_shown_and_may_be_told_once_she_says_so(person) -> None:
    person.agree()
    before = person.told()
    ticks = person.ask()._left_out.ticks
    assert [one.text() for one in ticks.values()] == [location(), left_out()]
    assert all(one.isChecked() and one.isVisible() for one in ticks.values())
    assert complaints(person.drive.window) == []
    for tick in ticks.values():
        tick.setChecked(False)
    person.answer()
    assert person.line().excluded == frozenset()
    told = person.told()
    assert len(told["exploitation_history"]) > len(before["exploitation_history"])
    assert "CANARY-HOME" in told["home_address"]


def test_a_kind_is_told_or_left_out_and_never_both(person) -> None:
    person.agree(not_categories=["needs"], categories=["contact"])
    pane = person.ask()
    told, out = pane.boxes.ticks["needs"], pane._left_out.ticks["needs"]
    assert (told.isChecked(), out.isChecked()) == (False, True)
    told.setChecked(True)
    assert not out.isChecked()
    out.setChecked(True)
    assert not told.isChecked()
    told.setChecked(True)
    person.answer()
    assert person.line().excluded == frozenset()
    assert "needs" in person.line().categories


def test_a_single_thing_taken_out_stays_out_and_is_named(person) -> None:
    person.agree(not_episodes=[], not_categories=[], items=["safe_contact", "name_used"])
    narrow = person.drive.office.grants.narrow
    less = Less(items=frozenset({"safe_contact"}))
    person.drive.asked(lambda: narrow(person.case, Purpose.REFERRAL, person.legal, less))
    before = person.told()
    assert "safe_contact" not in before
    words = " ".join(one.text() for one in person.ask().findChildren(Words))
    assert texts.say("item.safe_contact") in words
    person.answer()
    assert person.told() == before


def test_what_was_begun_before_she_agreed_to_less_does_not_bring_it_back(person) -> None:
    person.agree(not_episodes=[], not_categories=[])
    person.ask().boxes.ticks["demographic"].setChecked(True)
    person.drive.go("today")
    assert person.ask().boxes.ticks["demographic"].isChecked()
    narrow = person.drive.office.grants.narrow
    less = Less(items=frozenset({"name_used"}))
    person.drive.asked(lambda: narrow(person.case, Purpose.REFERRAL, person.legal, less))
    person.drive.go("today")
    assert not person.ask().boxes.ticks["name_used"].isChecked()
