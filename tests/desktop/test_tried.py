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
from sync.line.calls import Calls
from sync.line.talk import Told
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


def test_what_a_server_refused_is_said_once_and_stays_at_its_card(
    template, tmp_path, monkeypatch
) -> None:
    """The bar says why, and the card only when; once the bar is gone the card says why."""

    def unknown(_calls, *_what, **_how):
        raise Told(401, "auth.refused", {})

    office = Office.begun(template, tmp_path)
    with listening(tmp_path / "server") as server:
        leads(office.first.post, server)
    monkeypatch.setattr(Calls, "ask", unknown)
    with office.here(settings=Settings(exchange_by_itself=False)) as drive:
        page, room = shows(drive), drive.window.workspace.room
        drive.until(page.ways.sync.go.isEnabled)
        page.ways.exchange()
        drive.until(lambda: room.tried is not None and not drive.window.jobs.errand.is_on)
        drive.rest(6)
        why = texts.say("error.line_unknown")
        at = clock_time(room.tried.at.astimezone())
        assert said_at(page) == (why, texts.say("sync.server_tried_today", time=at))
        drive.go("today")
        page = shows(drive)
        assert said_at(page) == ("", why)


def said_at(page):
    """Return what a bar under the ways says, and what the card of the server says of itself."""
    bars = [one.words() for one in page.ways.findChildren(MessageBar) if one.isVisible()]
    cards = [one for one in page.ways.findChildren(WayCard) if one.isAncestorOf(page.ways.sync)]
    return "".join(bars), cards[0].said
