"""The directory of services: read A to Z, narrowed by typing, added to by the form."""

from __future__ import annotations

import pytest
from drive import open_window
from make import SERVICES
from printing_by_key import the_dialog
from PySide6.QtWidgets import QMenu
from walking import complaints, from_edge, settle

from casework.persons.folding import found_as
from casework.team.worker import Role, Worker
from desktop.clock import now
from desktop.frame.places import Place
from desktop.frame.settings import Settings
from desktop.look import look
from desktop.pages.services.list import ServiceList, about, lines_of, room_in
from desktop.pages.services.words import standing_words
from desktop.parts.frames import Box, column

ROOM = {
    "name": "Example Counselling Room",
    "kind": "mhpss",
    "hours": "09:00-15:00",
    "contact": "+000 55 0177",
}


@pytest.fixture
def drive(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        drive.go("services")
        yield drive


def add(drive, service):
    office = drive.office
    change = drive.asked(lambda: office.answers.record(None, "service", service, "en"))
    drive.window.jobs.changed.emit(change)
    drive.rest()


def test_the_services_stand_a_to_z_and_typing_is_ready(drive) -> None:
    assert drive.page.list.names() == sorted(one["name"] for one in SERVICES)
    assert drive.focus() is drive.page.list.search


def test_typing_narrows_by_every_word_of_what_is_known(drive) -> None:
    drive.type("health ward")
    assert drive.page.list.names() == ["Example Ward B"]
    drive.page.list.search.clear()
    drive.type("POLICE")
    assert drive.page.list.names() == ["Example Police Liaison"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Œuvre du Cœur", "oeuvre coeur"),
        ("عيادة الأمل", "عياده الامل"),
        ("Přístav naděje", "PRISTAV nadeje"),
        ("Łódź 24", "lodz ٢٤"),
    ],
)
def test_a_service_is_found_however_its_name_is_spelled(drive, name, typed) -> None:
    """Who found none added it a second time."""
    add(drive, {"name": name, "kind": "shelter"})
    drive.page.list.search.setText(typed)
    assert drive.page.list.names() == [name]
    assert [one.name for one in drive.page.list.named(found_as(name))] == [name]


def test_enter_chooses_whose_name_was_typed_and_not_who_stands_before_it(drive) -> None:
    for name in ("Example Shelter N", "Example Shelter S"):
        add(drive, {"name": name, "kind": "shelter"})
    found, chosen = drive.page.list, []
    found.chosen.disconnect()
    found.chosen.connect(lambda one: chosen.append(one.name))
    for typed in ("example shelter s", "shelter s", "example s"):
        found.search.clear()
        drive.type(typed)
        # An S is in every shelter.
        assert "Example Shelter N" in found.names()
        drive.press("Return")
    assert chosen == ["Example Shelter S", "Example Shelter S", "Example Shelter N"]


def test_when_nothing_matches_it_says_so_and_comes_back(drive) -> None:
    drive.type("zzz")
    assert drive.page.list.names() == []
    assert drive.seen("No match for “zzz”.")
    drive.page.list.search.clear()
    drive.rest()
    assert len(drive.page.list.names()) == len(SERVICES)
    assert drive.page.list.view.isVisible()


def test_the_arrow_leads_from_the_line_into_the_list(drive) -> None:
    drive.press("Down")
    assert drive.focus() is drive.page.list.view
    drive.press("Down")
    assert drive.page.list.view.currentIndex().row() == 1


def test_a_service_that_was_added_is_in_the_list(drive) -> None:
    add(drive, ROOM)
    assert ROOM["name"] in drive.page.list.names()


def test_one_line_says_kind_hours_and_how_to_reach_it(drive) -> None:
    add(drive, ROOM)
    services = drive.asked(drive.office.services.all)
    found = next(one for one in services if one.name == ROOM["name"])
    assert about(found) == "Counselling · 09:00\u201315:00 · +000 55 0177"


@pytest.fixture
def gone(drive):
    """Return where the page wants to go."""
    gone = []
    room = drive.window.workspace.room
    room.going.disconnect()
    room.going.connect(gone.append)
    return gone


def test_adding_leads_to_the_form_of_a_service(drive, gone) -> None:
    drive.type("Example of a new name")
    drive.press("Ctrl+Return")
    assert gone == [Place("form", "", "service")]


def test_the_name_that_was_typed_is_that_of_the_service_one_adds(drive) -> None:
    drive.type("Example of a new name")
    drive.press("Ctrl+Return")
    drive.until(lambda: drive.page.place.page == "form" and drive.page.view)
    values = drive.page.view.filling.session.draft
    assert values().values["service.name"] == "Example of a new name"
    assert drive.focus().text() == "Example of a new name"
    drive.press("Ctrl+Z")
    assert "service.name" not in values().values
    # Kept as what is typed in the form, it is brought to no other one.
    drive.press("Ctrl+Y")
    drive.rest()
    drive.go("form", "", "service")
    drive.until(lambda: drive.page.view)
    assert drive.page._sheet.draft_id
    drive.go("services")
    drive.type("Example of another name")
    drive.press("Ctrl+Return")
    drive.until(lambda: drive.page.place.page == "form" and drive.page.view)
    assert drive.page.view.filling.session.draft().values["service.name"] == "Example of a new name"


def test_whoever_types_the_name_once_more_types_over_it(drive) -> None:
    """Out of habit it stood there twice, in one word."""
    drive.type("Example of a new name")
    drive.press("Ctrl+Return")
    drive.until(lambda: drive.page.place.page == "form" and drive.page.view)
    drive.type("Example of a new name")
    assert drive.focus().text() == "Example of a new name"


def test_one_looks_for_the_name_before_one_adds(drive, gone) -> None:
    drive.press("Ctrl+Return")
    assert gone == []
    assert drive.seen("Type the name first")
    assert drive.focus() is drive.page.list.search


def test_where_no_service_is_yet_nothing_is_looked_for_before_one_adds(drive, gone) -> None:
    drive.page._show([])
    drive.press("Ctrl+Return")
    assert gone == [Place("form", "", "service")]


def test_a_name_that_is_there_is_said_and_may_be_added_all_the_same(drive, gone) -> None:
    drive.type("example clinic a")
    drive.press("Ctrl+Return")
    assert gone == []
    assert drive.seen("Example Clinic A is in the list already.")
    assert drive.focus().accessibleName() == "Add another of this name"
    drive.press("Return")
    assert gone == [Place("form", "", "service")]


def test_a_filter_narrows_and_lets_go_again(drive) -> None:
    add(drive, ROOM | {"languages": ["fr"], "accepts_children": "no"})
    drop = drive.page.filter._drops["language"]
    drop.setFocus()
    drive.press("Down")
    assert drop.currentText() == "French"
    assert ROOM["name"] in drive.page.list.names()
    drive.tab_to("Children may come along")
    drive.press("Space")
    assert ROOM["name"] not in drive.page.list.names()
    assert drive.page.filter.wish.language == "fr"


def test_what_is_out_of_use_is_shown_when_asked_for(drive) -> None:
    code = drive.asked(lambda: drive.office.services.all()[0].code)
    drive.window.jobs.changed.emit(drive.asked(lambda: drive.office.services.retire(code)))
    drive.rest()
    assert len(drive.page.list.names()) == len(SERVICES) - 1
    drive.page.filter.retired_tick.setFocus()
    drive.press("Space")
    assert len(drive.page.list.names()) == len(SERVICES)


def test_who_may_not_add_is_told_so(template, tmp_path) -> None:
    viewer = Worker(bytes([7] * 16).hex(), Role.VIEWER, "Viewer 1")
    with open_window(template, tmp_path / "home", worker=viewer) as drive:
        drive.go("services")
        assert len(drive.page.list.names()) == len(SERVICES)
        assert not drive.page._add.isEnabled()
        assert drive.page._add.toolTip()


def printable(drive):
    drive.tab_to("Print…")
    drive.press("Space")
    menu = drive.page.papers.findChild(QMenu)
    return [one.text() for one in menu.actions()], menu


def test_the_directory_is_printed_in_numbers(drive) -> None:
    said, menu = printable(drive)
    assert said == ["Print blank", "Print the directory in numbers"]
    menu.actions()[1].trigger()
    menu.close()
    the_dialog(drive)
    drive.press("Escape")
    drive.rest()


def test_who_only_reads_prints_no_blank(template, tmp_path) -> None:
    viewer = Worker(bytes([7] * 16).hex(), Role.VIEWER, "Viewer 1")
    with open_window(template, tmp_path / "home", worker=viewer) as drive:
        drive.go("services")
        said, menu = printable(drive)
        menu.close()
        assert said == ["Print the directory in numbers"]


def test_an_empty_directory_says_so(drive) -> None:
    empty = ServiceList()
    empty.show_services([])
    card = Box("card", column(empty))
    card.setParent(drive.page)
    card.resize(600, 400)
    card.show()
    drive.rest()
    assert drive.seen("The service directory is empty.")
    # What stands in a card stands on the ground of that.
    seen = card.grab().toImage()
    assert seen.pixelColor(10, card.height() // 2).name() == look().colours.surface.name()


@pytest.mark.parametrize(
    ("settings", "size"),
    [(Settings(), (1366, 768)), (Settings(scale=2.0, language="ar"), (1024, 640))],
    ids=["plain", "arabic-large-small"],
)
def test_nothing_is_cut_or_covered(template, tmp_path, settings, size) -> None:
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(*size)
        drive.go("services")
        assert [one for one in complaints(drive.window) if "Services" in one] == []
        ends = from_edge(drive.window.workspace.top.hide_button)
        assert from_edge(drive.page.filter.parentWidget()) == ends


@pytest.mark.parametrize("size", [(1366, 768), (1024, 640)])
def test_in_large_text_the_row_of_the_keyboard_is_seen_with_when_it_was_checked(
    template, tmp_path, size
) -> None:
    with open_window(template, tmp_path / "home", settings=Settings(scale=2.0)) as drive:
        drive.window.resize(*size)
        drive.go("services")
        known = {"name": "A room", "languages": ["am", "ar", "en"], "welcomed": ["women", "girls"]}
        add(drive, ROOM | known)
        view = drive.page.list.view
        drive.press("Down")
        for _row in range(view.model().rowCount()):
            settle()
            place = view.visualRect(view.currentIndex())
            assert view.viewport().visibleRegion().boundingRect().contains(place)
            drive.press("Down")
        said = standing_words(view.model().shown[0].service, now().date())
        room = room_in(view.viewport().rect()).width()
        wide = look().metrics("small").horizontalAdvance
        assert all(wide(one) <= room for one in lines_of(said, "small", room))
        # The room for them is there.
        assert wide(said) <= 2 * room
        high = 3 * look().metrics("small").height() + look().metrics("strong").height()
        assert drive.page.list.row_height() >= high
