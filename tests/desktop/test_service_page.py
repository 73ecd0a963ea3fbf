"""One service: read, looked at today, changed in its form, out of use and back, all by keyboard."""

from __future__ import annotations

from datetime import date

import pytest
from drive import open_window
from walking import complaints

import texts
from casework.services.service import Service
from casework.team.worker import Role, Worker
from desktop.frame.places import Place
from desktop.frame.settings import Settings
from desktop.pages.services.words import (
    checked_words,
    facts_for_calling,
    facts_for_going,
    found_by,
    standing_words,
)

HOUSE = {
    "name": "Example House",
    "kind": "shelter",
    "contact": "+000 55 0188",
    "languages": ["ar", "fr"],
    "welcomed": ["women"],
    "age_from": 18,
    "safety_notes": "Ask for the inner door.",
}
TODAY = date(2026, 11, 25)


@pytest.fixture
def drive(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        add = drive.office.answers.record
        drive.code = drive.asked(lambda: add(None, "service", HOUSE, "en")).reason
        drive.go("service", "", drive.code)
        yield drive


@pytest.fixture(autouse=True)
def english():
    texts.use("en")


def kept(drive):
    return drive.asked(lambda: drive.office.services.page(drive.code)).service


def test_the_entry_says_what_one_needs_on_the_telephone(drive) -> None:
    for words in ("Example House", "+000 55 0188", "Arabic, French", "Ask for the inner door."):
        assert drive.seen(words), words
    assert drive.seen("Never checked, worth a call")
    assert drive.seen("Nothing was sent or said there yet")


def test_a_look_is_kept_by_one_key_and_taken_back_by_another(drive) -> None:
    drive.tab_to("Checked today")
    drive.press("Return")
    drive.rest()
    assert drive.seen("Checked today")
    assert "last_verified" in kept(drive).details
    drive.press("Ctrl+Z")
    drive.rest()
    assert "last_verified" not in kept(drive).details
    assert drive.seen("Never checked, worth a call")


def test_a_key_that_is_pressed_once_more_than_was_meant_records_no_look(drive) -> None:
    drive.go("services")
    drive.type("Example House")
    drive.press("Return")
    drive.until(lambda: drive.page.place.page == "service" and drive.page.view)
    before = kept(drive)
    drive.press("Return", "Return")
    drive.rest()
    assert kept(drive) == before
    assert not drive.asked(drive.office.filling.drafts)


def test_it_leaves_the_list_and_comes_back(drive) -> None:
    drive.tab_to("Take out of use")
    drive.press("Space")
    drive.rest()
    assert not kept(drive).active
    assert drive.seen("This service is no longer in use.")
    assert drive.focus().accessibleName() == "Take into use again"
    drive.press("Space")
    drive.rest()
    assert kept(drive).active


def test_changing_it_leads_to_its_form_with_its_answers(drive) -> None:
    drive.press("Ctrl+Return")
    drive.rest()
    place = drive.window.workspace.page.here()
    assert (place.page, place.case) == ("form", "")
    assert place.subject.startswith("service#entry=")
    assert drive.window.workspace.page._sheet.doc.values["service.name"] == HOUSE["name"]


def test_who_may_not_change_it_is_told_so(template, tmp_path) -> None:
    viewer = Worker(bytes([7] * 16).hex(), Role.VIEWER, "Viewer 1")
    with open_window(template, tmp_path / "home", worker=viewer) as drive:
        code = drive.asked(lambda: drive.office.services.all()[0].code)
        drive.go("service", "", code)
        for button in drive.page._buttons:
            assert not button.isEnabled()
            assert button.toolTip()
        assert drive.page._sent.isHidden()


def service(active=True, **details) -> Service:
    return Service("00", "s-1", "Example", "health", details, active)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("", "Never checked, worth a call"),
        ("2026-11-25", "Checked today"),
        ("2026-11-24", "Checked 1 day ago"),
        ("2026-10-26", "Checked 30 days ago"),
        ("2026-10-01", "Checked 1 month ago"),
        ("2026-06-10", "Checked 5 months ago"),
        ("2026-05-25", "Checked 6 months ago, worth a call"),
        ("2026-03-25", "Checked 8 months ago, worth a call"),
        ("2025-10-25", "Checked 13 months ago, worth a call"),
    ],
)
def test_freshness_is_said_in_words(on, words) -> None:
    assert checked_words(service(last_verified=on), TODAY) == words


def test_a_row_says_who_is_welcomed_and_never_ranks() -> None:
    one = service(welcomed="women girls", languages="fr ar", last_verified="2026-11-25")
    assert standing_words(one, TODAY) == "Girls, Women · Arabic, French · Checked today"
    gone = service(active=False)
    assert standing_words(gone, TODAY) == "No longer in use"
    assert "Girls" in found_by(one)


def test_facts_are_words_and_unknown_codes_are_left_out() -> None:
    one = service(age_from="12", age_to="17", languages="ar zzz", contact="+000 1")
    going = {fact.label: fact.words for fact in facts_for_going(one)}
    assert going["Ages"] == "12 to 17"
    assert going["Languages"] == "Arabic"
    assert [fact.label for fact in facts_for_calling(one)] == ["Phone or e-mail"]


@pytest.mark.parametrize(
    ("settings", "size"),
    [(Settings(), (1366, 768)), (Settings(scale=2.0, language="ar"), (1024, 640))],
    ids=["plain", "arabic-large-small"],
)
def test_nothing_is_cut_or_covered(template, tmp_path, settings, size) -> None:
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(*size)
        code = drive.asked(lambda: drive.office.services.all()[0].code)
        drive.go("service", "", code)
        assert [one for one in complaints(drive.window) if "Service" in one] == []


def test_choosing_a_row_of_the_list_opens_it(drive) -> None:
    drive.go("services")
    drive.type("example house")
    drive.press("Return")
    drive.rest()
    assert drive.window.workspace.page.here() == Place("service", "", drive.code)
