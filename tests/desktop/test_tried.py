"""What the card of the server says once it was tried in vain."""

from __future__ import annotations

from datetime import timedelta

import pytest

import texts
from desktop.exchange.tried import tried
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
