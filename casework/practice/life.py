"""What makes an invented case look lived in: experiences that hang together, and things to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Any, Final

import texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

_CONTINUUM: Final = (
    "commercial_sexual_exploitation",
    "other_exploitative_relationship",
    "solicitation_transactional_sex",
    "survival_sex",
    "trafficking_sexual_exploitation",
    "transactional_sex",
)
_TITLES: Final = ("ask", "list", "plan", "time", "money")
_KINDS_OF_LINK: Final = ("because_of", "led_to", "same_time")
_PRECISIONS: Final = ("exact", "month", "year", "estimated_range", "not_known")
_MOST_EPISODES: Final = 4
_LINKED: Final = 0.7
_GOING_ON: Final = 0.2
_TIMED: Final = 0.5
_ANY_TIME: Final = 0.2
_DONE: Final = 0.25


@dataclass(frozen=True, slots=True)
class PracticeTask:
    """Something to do so many days from today, or at any time; perhaps done already."""

    title: str
    days: int | None
    at: time | None
    is_done: bool


def episodes(chance: Random, words: str) -> tuple[dict[str, Any], ...]:
    """Return the experiences of one invented person, the later ones often tied to earlier ones."""
    found: list[dict[str, Any]] = []
    for number in range(chance.randrange(_MOST_EPISODES)):
        episode = _episode(chance, words)
        if number and chance.random() < _LINKED:
            kind = chance.choice(_KINDS_OF_LINK)
            episode["linked"] = [{"linked_episode": chance.randrange(number), "linked_how": kind}]
        found.append(episode)
    return tuple(found)


def joined(episode: dict[str, Any], known: Sequence[str]) -> dict[str, Any]:
    """Return an experience with the ids of those it is tied to in the place of their places."""
    if "linked" not in episode:
        return episode
    links = [row | {"linked_episode": known[row["linked_episode"]]} for row in episode["linked"]]
    return episode | {"linked": links}


def tasks(chance: Random) -> tuple[PracticeTask, ...]:
    """Return what is to be done for one invented person, up to three things."""
    return tuple(_task(chance) for _ in range(chance.randrange(1, 4)))


def _task(chance: Random) -> PracticeTask:
    days = None if chance.random() < _ANY_TIME else chance.randrange(-2, 9)
    hour = time(chance.randrange(9, 16)) if days is not None and chance.random() < _TIMED else None
    title = texts.say(f"sample.task.{chance.choice(_TITLES)}")
    return PracticeTask(title, days, hour, chance.random() < _DONE)


def _episode(chance: Random, words: str) -> dict[str, Any]:
    began = chance.randrange(2019, 2023)
    if chance.random() < _GOING_ON:
        until: dict[str, Any] = {"ongoing": "ongoing"}
    else:
        until = {"ongoing": "over", **_date(chance, "end", began + chance.randrange(1, 3))}
    return {
        **_date(chance, "start", began),
        **until,
        "continuum": chance.sample(_CONTINUUM, chance.randrange(1, 4)),
        "exchange_given": sorted(chance.sample(["food", "gifts", "money", "shelter"], 2)),
        "control": [chance.choice(["debt_bondage", "isolation"])],
        "region": chance.choice(["capital", "north", "south"]),
        "own_words": words,
        "source": chance.choice(["survivor", "worker"]),
        "certainty": chance.choice(["stated", "likely", "possible"]),
    }


def _date(chance: Random, name: str, year: int) -> dict[str, Any]:
    """Return a date that is known as well as chance has it."""
    precision = chance.choice(_PRECISIONS)
    month, day = chance.randrange(1, 13), chance.randrange(1, 29)
    known: dict[str, dict[str, Any]] = {
        "exact": {"date": f"{year}-{month:02d}-{day:02d}"},
        "month": {"month": f"{year}-{month:02d}"},
        "year": {"year": year},
        "estimated_range": {"earliest": f"{year}-01-01", "latest": f"{year}-{month:02d}-28"},
    }
    said = {f"{name}_{part}": value for part, value in known.get(precision, {}).items()}
    return {f"{name}_precision": precision, **said}
