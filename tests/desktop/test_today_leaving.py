"""Beside the tasks of Today: what waits to go to other laptops, and only where something does."""

from __future__ import annotations

import pytest
from drive import open_window
from laptop_pair import Office

import texts
from casework.changes import Change


@pytest.fixture
def office(template, tmp_path):
    return Office.begun(template, tmp_path)


def test_what_waits_to_go_out_stands_beside_today_and_leads_to_the_exchange(office) -> None:
    with office.here() as drive:
        page = drive.page
        drive.until(lambda: drive.window.workspace.room.exchange is not None)
        assert not page.leaving.isVisible()

        drive.asked(
            lambda: drive.office.answers.record(
                None, "service", {"name": "EX new", "kind": "health"}, "en"
            )
        )
        drive.window.jobs.changed.emit(Change("service_changed", ""))
        drive.until(page.leaving.isVisible)
        assert drive.seen(texts.plural("sync.wait", 1))
        # Whoever comes back sees it at once.
        drive.go("cases")
        drive.go("today")
        assert drive.page.leaving.isVisible()
        drive.tab_to(texts.say("today.sync.stick"))
        drive.press("Return")
        drive.rest()
        assert drive.page.place.page == "devices"


def test_who_works_alone_hears_nothing_of_it(template, tmp_path) -> None:
    with open_window(template, tmp_path / "home") as drive:
        drive.until(lambda: drive.window.workspace.room.exchange is not None)
        assert not drive.page.leaving.isVisible()
