"""A form that asks how many there are, and for a sum: what was typed is there, or is named."""

from __future__ import annotations

import pytest
from asking import asked, group, own_form, repeat, with_form
from drive import open_window

FORM = "own_household"


def household():
    people = repeat("person", "Person", asked("text", "called", "How she is called"))
    people[0]["repeat_count"] = "${many}"
    animals = repeat("animal", "Animal", asked("text", "its_name", "What it is called"))
    animals[0]["relevant"] = "${rent} > 0"
    rows = group(
        "home",
        "At home",
        asked("integer", "many", "How many live there"),
        *people,
        asked("decimal", "rent", "The rent"),
        *animals,
        asked("text", "last", "What else"),
    )
    return own_form(FORM, "Household", rows, [])


@pytest.fixture(scope="module")
def drive(template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("counted")
    with open_window(with_form(template, folder / "home", household()), folder / "own") as drive:
        yield drive


@pytest.fixture
def view(drive):
    answers = {"limits_explained": "yes"}
    case = drive.asked(lambda: drive.office.answers.record(None, "intake", answers, "en").case_code)
    drive.go("form", case, FORM, "")
    drive.until(lambda: drive.page.view is not None)
    return drive.page.view


def found(view, name):
    asked = view.pages[0].builder.asked.values()
    return [one for one in asked if one.question.name == name]


def put(drive, one, text):
    one.enter()
    drive.press("Ctrl+A")
    drive.type(text)
    found(drive.page.view, "last")[0].enter()


def called(view):
    return [one.editor.line.text() for one in found(view, "called")]


def test_people_beyond_a_smaller_number_come_back_with_it_and_are_named_before_finishing(
    drive, view
):
    (many,) = found(view, "many")
    put(drive, many, "3")
    for number, one in enumerate(found(view, "called"), 1):
        put(drive, one, f"name {number}")
    put(drive, many, "1")
    assert called(view) == ["name 1"]
    put(drive, many, "3")
    assert called(view) == ["name 1", "name 2", "name 3"]
    put(drive, many, "1")

    drive.press("Ctrl+Return")
    assert view.pages[0]._summary.lines == ["Person 2", "Person 3"]


def test_a_sum_with_a_comma_is_asked_about_and_the_number_that_was_kept_is_seen(drive, view):
    (rent,) = found(view, "rent")
    put(drive, rent, "12,000")
    drive.press("Ctrl+Return")
    assert "without the comma" in rent.wrong_words
    put(drive, rent, "1.500")
    assert (rent.editor.line.text(), rent.wrong_words) == ("1.5", "")
    put(drive, rent, "12,000.00")
    assert rent.editor.line.text() == "12000"


def test_where_nothing_was_added_nothing_more_is_offered_than_is_asked_about(drive, view):
    """With no animal there no question came or went, and the button to add one stayed."""
    (rent,) = found(view, "rent")
    (box,) = (one for ref, one in view.pages[0].builder.repeats.items() if "animal" in ref)
    put(drive, rent, "5")
    view.filling.session.remove_repeat(f"{box.ref}[1]")
    box.rebuild()
    assert box.add.isVisible()
    put(drive, rent, "0")
    assert not box.add.isVisible()
    put(drive, rent, "6")
    assert box.add.isVisible()
    box.add.click()
    drive.until(lambda: [one.isVisible() for one in found(view, "its_name")] == [True])
