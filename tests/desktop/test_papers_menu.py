"""What is printed of a form, by keyboard; and typing in what was written on one."""

from __future__ import annotations

import pytest
from drive import open_window
from make import Clock, Desks
from printing_by_key import the_dialog
from PySide6.QtWidgets import QMenu

from desktop.pages.form.place import Wanted
from forms.on_paper import Line


@pytest.fixture(scope="module")
def drive(template, tmp_path_factory):
    home = tmp_path_factory.mktemp("papers") / "home"
    clock = Clock()
    desks = Desks(template, home, clock)
    code = desks.visit(safe_way="phone_call")
    desks.office().answers.record(code, "safety_plan", {"concern": "CANARY-PLAN"}, "en")
    desks.close()
    with open_window(template, home, clock=Clock(clock.moment)) as drive:
        drive.code = code
        yield drive


def offered(drive):
    drive.tab_to("Print…")
    drive.press("Space")
    menu = drive.page.papers.findChild(QMenu)
    return [one.text() for one in menu.actions()], menu


def chosen(drive, words):
    said, menu = offered(drive)
    menu.actions()[said.index(words)].trigger()
    menu.close()
    the_dialog(drive)
    drive.press("Escape")
    drive.rest()


def test_a_section_prints_blank_and_what_is_filled_in(drive) -> None:
    drive.go("entries", drive.code, "safety_plan")
    drive.until(lambda: drive.page.list._shown)
    said, menu = offered(drive)
    menu.close()
    assert said == [
        "Print blank",
        "Print what is filled in",
        "Print a copy for the person: English…",
        "Print a copy for the person: العربية…",
        "Print a copy for the person: Français…",
        "Print a copy for the person: Español…",
        "Print a small one to carry…",
    ]
    chosen(drive, "Print what is filled in")
    last = drive.asked(lambda: drive.office.history.of(drive.code)[0])
    assert (last.act, last.subject) == ("own_paper_made", "file")


def test_a_copy_for_the_person_is_in_the_language_that_is_chosen(drive) -> None:
    drive.go("entries", drive.code, "safety_plan")
    drive.until(lambda: drive.page.list._shown)
    _said, menu = offered(drive)
    menu.close()
    makes = [act.args[0] for words, act in drive.page.papers._papers() if "copy" in words]
    copies = [drive.asked(make) for make in makes]
    assert [one.language for one in copies] == ["en", "ar", "fr", "es"]
    assert [one.answers[0][1] for one in copies] == [
        *("10 March 2026", "10 مارس 2026", "10 mars 2026", "10 de marzo de 2026")
    ]
    chosen(drive, "Print a copy for the person: العربية…")
    last = drive.asked(lambda: drive.office.history.of(drive.code)[0])
    assert (last.act, last.subject) == ("own_paper_made", "copy")


def test_where_nothing_is_filled_in_only_a_blank_is_printed(drive) -> None:
    drive.go("entries", drive.code, "assessment")
    drive.rest()
    said, menu = offered(drive)
    menu.close()
    assert said == ["Print blank"]
    chosen(drive, "Print blank")


def test_what_was_written_on_paper_is_typed_in_by_its_numbers(drive) -> None:
    drive.go("form", drive.code, Wanted("follow_up").subject())
    drive.until(lambda: drive.page.view)
    drive.rest()
    said, menu = offered(drive)
    menu.actions()[said.index("Enter from paper")].trigger()
    menu.close()
    drive.rest()
    blank = drive.asked(lambda: drive.office.own_papers.blank("follow_up", "en"))
    lines = [one for one in blank.form.parts if isinstance(one, Line)]
    assert "A number ticks the choice" in " ".join(
        one.accessibleName() or one.text()
        for one in drive.page.view.findChildren(type(drive.page.view.head._about))
    )
    for _step in range(12):
        asked = drive.page.view.asked_in_focus()
        if asked is not None and asked.question.name == "still_safe":
            break
        drive.press("Tab")
    line = next(one for one in lines if one.name == "still_safe")
    assert line.keyed
    drive.type("2")
    drive.rest()
    session = drive.page.view.filling.session
    code = session.state(asked.ref).value
    words = {one.code: one.label for one in session.choices(asked.ref)}
    assert words[code] == line.choices[1]
