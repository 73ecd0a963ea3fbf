"""The pages behind the settings are reached from the top of these, or it is said why not."""

from __future__ import annotations

import pytest
from drive import open_window
from edging import edges, top_and_bottom

import texts
from desktop.frame.settings import Settings
from desktop.parts.buttons import Button

WAYS = {
    "backups.page": "backups",
    "bringing.page": "bringing",
    "submissions.page": "submissions",
    "retention.title": "retention",
}


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_pages_behind_the_settings_are_reached_from_their_top(template, tmp_path, scale):
    settings, worker = Settings(scale=scale), template.supervisor
    with open_window(template, tmp_path / "home", settings=settings, worker=worker) as drive:
        drive.window.resize(1366, 768)
        for title, page in WAYS.items():
            drive.go("settings")
            drive.rest()
            ways = {one.text(): one for one in drive.page.findChildren(Button)}
            way = ways[texts.say(title)]
            # Seen at once, before anything that is set, and a few tabs back from where one begins.
            assert way.visibleRegion().boundingRect() == way.rect()
            first = drive.focus()
            assert top_and_bottom(way, drive.window)[1] < top_and_bottom(first, drive.window)[0]
            for _step in range(len(WAYS)):
                if drive.focus() is not way:
                    drive.press("Shift+Tab")
            assert drive.focus() is way
            assert edges(way, drive.window)[1] <= drive.window.width()
            drive.press("Return")
            drive.until(lambda page=page: drive.page.place.page == page)


def test_whoever_may_not_go_there_reads_why(template, tmp_path):
    with open_window(template, tmp_path / "home", worker=template.caseworker) as drive:
        drive.go("settings")
        drive.rest()
        ways = {one.text(): one for one in drive.page.findChildren(Button)}
        greyed = [ways[texts.say(one)] for one in WAYS if not ways[texts.say(one)].isEnabled()]
        assert greyed
        assert {one.accessibleDescription() for one in greyed} == {texts.say("error.not_permitted")}
