"""The verb of the same room: another laptop is found on one network, and they exchange."""

from __future__ import annotations

from queue import SimpleQueue
from typing import TYPE_CHECKING

import texts
from desktop.exchange.codes import SAID
from desktop.exchange.exchanging import meet_over
from desktop.exchange.words import ended_words
from desktop.saying.words import Refused
from desktop.verbs.exchanging import opened_post

if TYPE_CHECKING:
    import argparse

    from casework.keeping.exchange import Stage
    from desktop.desk import Desk


def meet(desk: Desk, typed: argparse.Namespace) -> None:
    """Look for another laptop that does the same, or call the one at an address; exchange once."""
    asked: SimpleQueue[str] = SimpleQueue()
    trouble: list[str] = []

    def told(stage: Stage) -> None:
        if stage.trouble:
            trouble.append(stage.trouble)
        elif stage.where is not None:
            desk.say("meet.looking", where=texts.say("list.join").join(stage.where))

    if typed.at:
        asked.put(typed.at)
    with opened_post(desk) as post:
        brought = meet_over(post, asked, told, lambda: bool(trouble))
    if trouble:
        raise Refused(SAID.get(trouble[0], "room_refused"))
    met = brought.met
    desk.facts(
        {
            "met": met.id if met else "",
            "people": list(met.people) if met else [],
            "operations": brought.changes,
            "early": brought.early,
            "late": brought.late,
            "refused": brought.refused,
            "torn": brought.is_torn,
            "forked": brought.is_forked,
            "differs": brought.is_apart,
        }
    )
    if not desk.as_json:
        for words in ended_words("room", brought):
            desk.line(words)
