"""In the window of whoever only looks: what was published, and no way to anything else."""

from __future__ import annotations

import pytest
from drive import window_of
from figured import VIEWER, some_agreed
from laptops import First, Laptop
from make import Clock

from casework.team.worker import Role


@pytest.fixture
def outside(template, tmp_path):
    made, moment = some_agreed(template, tmp_path / "agreed")
    first = First(made, tmp_path / "first", Clock(moment))
    first.clock.pass_days(60)
    laptop = Laptop(first, tmp_path / "outside", "Viewer 9", Role.VIEWER)
    figures = first.office(made.supervisor).figures
    wanted = figures.propose("month", moment.strftime("%Y-%m"))
    laptop.release = first.office(VIEWER).figures.agree(wanted.subject_id).release
    laptop.takes(first.writes())
    first.close()
    return laptop


def test_the_window_shows_the_releases_and_offers_no_case(outside):
    with window_of(outside.home, outside.workbook, outside.clock) as drive:
        drive.go("figures")
        drive.until(lambda: drive.page.register.table.facts.rows)
        ((_code, _title, _whom, _day, _who, fingerprint, _least),) = (
            drive.page.register.table.facts.rows
        )
        assert outside.release.digest.startswith(fingerprint.strip("\u2066\u2068\u2069"))
        items = drive.window.workspace.navigation._items
        assert "figures" in items
        assert {"cases", "today", "letters", "team"}.isdisjoint(items)
        # What is kept at this laptop waits for nobody to fetch it.
        assert not drive.stands("1 to sync")
