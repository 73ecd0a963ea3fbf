"""What the card of the server says once it was tried in vain."""

from __future__ import annotations

from datetime import timedelta

import pytest
from laptop_pair import Office, shows
from lines import leads, listening

import texts
from desktop.exchange.tried import tried
from desktop.frame.settings import Settings
from desktop.pages.devices.way import WayCard
from desktop.parts.messages import MessageBar
from desktop.saying.words import Refused
from texts.dates import clock_time


@pytest.mark.parametrize("code", ["line_unreachable", "line_stalled", "line_torn", "line_portal"])
def test_of_a_server_that_does_not_answer_it_says_when_it_was_tried(code) -> None:
    made = tried(Refused(code))
    local = made.at.astimezone()
    said = texts.say("sync.server_away_today", time=clock_time(local))
    assert made.words(local.date()) == said
    assert made.words(local.date() + timedelta(days=1)) not in {said, ""}


def test_of_one_that_shows_another_key_it_says_just_that() -> None:
    made = tried(Refused("line_pin"))
    assert made.words(made.at.date()) == texts.say("error.line_pin")


def test_a_fault_of_ours_is_none_of_the_server() -> None:
    assert tried(RuntimeError("EX")) is None


@pytest.mark.parametrize("language", ["en", "ar"])
def test_whoever_asks_for_it_reads_so_once_in_grey_and_whoever_listens_hears_it(
    template, tmp_path, monkeypatch, language
) -> None:
    """To be offline is no alarm: a bar below said the same again, as if something were wrong."""
    heard = []
    hears = "desktop.parts.announce.QAccessible.updateAccessibility"
    monkeypatch.setattr(hears, lambda event: heard.append(event.message()))
    office = Office.begun(template, tmp_path)
    with listening(tmp_path / "server") as server:
        leads(office.first.post, server)
    settings = Settings(language=language, exchange_by_itself=False)
    with office.here(settings=settings) as drive:
        page, room = shows(drive), drive.window.workspace.room
        drive.until(page.ways.sync.go.isEnabled)
        page.ways.exchange()
        drive.until(lambda: room.tried is not None and not drive.window.jobs.errand.is_on)
        said = room.tried.words(room.tried.at.astimezone().date())
        drive.until(lambda: said in heard)
        cards = [one for one in page.findChildren(WayCard) if one.said == said]
        assert len(cards) == 1
        assert not [one for one in page.findChildren(MessageBar) if one.isVisible()]
