"""What waits for an answer, as words that the store keeps, and read back from them."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from desktop.pages.consent.begun import Begun, Left, Question, answered, first_chosen
from desktop.pages.consent.choices import Chosen, Sitting, givers
from desktop.pages.consent.topic import topic_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casework.consent.sheet import ConsentSheet

_SITTING, _ASKED, _QUESTION = "sitting", "asked", "question "
_AT, _SINCE = "at", "since"


def written(begun: Begun) -> dict[str, str]:
    """Return what waits for an answer, as words; nothing where nothing does."""
    values = {
        f"{_QUESTION}{key}": _write(one.chosen, one.at, since=one.since)
        for key, one in begun.questions.items()
        if one.waits
    }
    if begun.at is not None and begun.sitting != begun.first:
        values[_SITTING] = _write(begun.sitting, begun.at)
    return values | {_ASKED: begun.asked} if values else {}


def read(values: Mapping[str, str], sheet: ConsentSheet) -> Begun:
    """Return what waited, without whatever was answered since, here or elsewhere."""
    begun = Begun.of_age(sheet)
    try:
        _read(begun, values, sheet)
    except (KeyError, TypeError, ValueError):
        # Another version of the program wrote it: she is asked anew.
        return Begun.of_age(sheet)
    begun.let_ticks_go(sheet)
    return Begun.of_age(sheet) if begun.is_over and begun.at is None else begun


def _read(begun: Begun, values: Mapping[str, str], sheet: ConsentSheet) -> None:
    begun.asked = values.get(_ASKED, "")
    for name, words in values.items():
        topic = topic_of(name.removeprefix(_QUESTION), sheet)
        if name == _SITTING:
            said = json.loads(words)
            begun.at = datetime.fromisoformat(said.pop(_AT))
            begun.sitting = Sitting(**said)
        elif name.startswith(_QUESTION) and topic is not None:
            one = _question(json.loads(words), first_chosen(topic, sheet))
            if one.since == answered(topic, sheet):
                begun.questions[topic.key] = one
    if begun.sitting.given_by not in givers(sheet):
        # She is of another age by now, or nobody may answer for her any more.
        begun.sitting.given_by = begun.first.given_by


def _question(said: dict[str, Any], first: Chosen) -> Question:
    at, since = datetime.fromisoformat(said.pop(_AT)), said.pop(_SINCE)
    until = date.fromisoformat(said.pop("until"))
    sets = {name: frozenset(value) for name, value in said.items() if isinstance(value, list)}
    return Question(
        Chosen(until, **(said | sets)),
        first,
        datetime.fromisoformat(since) if since else None,
        at,
        Left(at, whole=True),
    )


def _write(said: Sitting | Chosen, at: datetime | None, **more: datetime | None) -> str:
    return json.dumps({**asdict(said), _AT: at, **more}, default=_plain)


def _plain(value: date | frozenset[str]) -> str | list[str]:
    return value.isoformat() if isinstance(value, date) else sorted(value)
