"""What was said about sharing in one case, told again in plain words, to judge letters by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass
class Word:
    """One answer: in which order it was said, to whom, what, and on which days it holds."""

    turn: int
    service: str
    told: frozenset[str]
    since: date
    until: date


@dataclass
class Heard:
    """Everything one person said, in the order in which it was said."""

    turns: int = 0
    words: list[Word] = field(default_factory=list)
    taken_back: dict[str, int] = field(default_factory=dict)

    def give(self, service: str, told: frozenset[str], since: date, until: date) -> None:
        """Note a yes for one service; whatever was said about that service before is over."""
        self._next(service)
        self.words.append(Word(self.turns, service, told, since, until))

    def refuse(self, service: str) -> None:
        """Note a no for one service."""
        self._next(service)

    def withdraw(self, service: str, everybody: tuple[str, ...]) -> None:
        """Note that she took back what she agreed to, for one service or for all."""
        for one in (service,) if service else everybody:
            self._next(one)

    def _next(self, service: str) -> None:
        self.turns += 1
        self.taken_back[service] = self.turns

    def may_tell(self, service: str, today: date) -> frozenset[str]:
        """Return the items that she agrees to have told to one service today."""
        return frozenset().union(
            *(
                word.told
                for word in self.words
                if word.service == service
                and word.turn >= self.taken_back[service]
                and word.since <= today <= word.until
            )
        )
