"""The verb that says what stands of the exchange, as the window shows it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import texts
from desktop.clock import now
from desktop.exchange.state import exchange_state
from desktop.exchange.words import (
    clock_words,
    heard_words,
    laptop_words,
    leaving_cells,
    moment_words,
    server_words,
    state_words,
)

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from casework.keeping.exchange import ExchangeState
    from desktop.desk import Desk


def exchange(desk: Desk, _typed: argparse.Namespace) -> None:
    """Say what waits to go out, which laptops belong, and whether something is wrong."""
    state = exchange_state(desk.workbook())
    desk.facts(_facts(state))
    if desk.as_json:
        return
    for words in state_words(state):
        desk.line(words)
    if state.is_alone:
        return
    today = now().date()
    for read, said in ((state.read, "sync.read_last"), (state.written, "sync.written_last")):
        if read is not None:
            desk.line(texts.say(said, when=moment_words(read, today)))
    desk.say("sync.server_line", said=server_words(state, today))
    for one in state.laptops:
        said = " ".join(filter(None, (heard_words(one, today), clock_words(one, state))))
        desk.say("sync.laptop_line", laptop=laptop_words(one), said=said)
    for line in state.leaving:
        desk.line("   " + "  ".join(filter(None, leaving_cells(line, today))))


def _facts(state: ExchangeState) -> dict[str, Any]:
    """Return the same for programs; moments as JSON says them."""
    told = asdict(state)
    for name in ("written", "read", "reached"):
        told[name] = _moment(told[name])
    told["early"] = sum(one.number for one in state.aside)
    for one in told["aside"]:
        one["since"] = _moment(one["since"])
    for one in told["laptops"]:
        one |= {name: _moment(one[name]) for name in ("wrote", "heard")}
    for one in told["leaving"]:
        one["at"] = _moment(one["at"])
    return told


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
