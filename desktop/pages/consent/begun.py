"""What was chosen with one person and is not answered yet, question by question."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Self

import texts
from desktop.pages.consent.choices import Chosen, Sitting, givers
from desktop.pages.consent.told import preset
from desktop.pages.consent.topic import line_of
from forms.codelists import code_list

if TYPE_CHECKING:
    from datetime import datetime

    from casework.consent.sheet import ConsentSheet
    from desktop.pages.consent.topic import Topic

_A_YEAR: Final = timedelta(days=365)


@dataclass(slots=True)
class Begun:
    """One sitting, and what was chosen for each question in it."""

    sitting: Sitting
    _chosen: dict[str, Chosen] = field(default_factory=dict)
    _since: dict[str, datetime | None] = field(default_factory=dict)

    @classmethod
    def of_age(cls, sheet: ConsentSheet) -> Self:
        """Return a new sitting with somebody of an age."""
        return cls(Sitting(language=texts.current().code, given_by=givers(sheet)[0]))

    def of(self, topic: Topic, sheet: ConsentSheet) -> tuple[Sitting, Chosen]:
        """Return what is chosen for a question: at first what was agreed before, or the preset."""
        if sheet.limits_explained:
            self.sitting.limits = True
        line = line_of(sheet, topic)
        answered = line.at if line else None
        if self._since.setdefault(topic.key, answered) != answered:
            # What was chosen before an answer since then may bring back what that took out.
            self.forget(topic)
        self._since[topic.key] = answered
        return self.sitting, self._chosen.setdefault(topic.key, _first(topic, sheet))

    @property
    def is_over(self) -> bool:
        """Whether nothing is left that waits for an answer."""
        return not self._chosen

    def settle(self, topic: Topic, sheet: ConsentSheet) -> None:
        """Forget a question that was only looked at."""
        if self._chosen.get(topic.key) == _first(topic, sheet):
            self.forget(topic)

    def forget(self, topic: Topic) -> None:
        """Forget what was chosen for a question."""
        self._chosen.pop(topic.key, None)


def _first(topic: Topic, sheet: ConsentSheet) -> Chosen:
    line = line_of(sheet, topic)
    until = sheet.today + _A_YEAR
    if line is not None and (line.categories or line.items):
        return Chosen(
            until,
            line.categories,
            line.items,
            conditions=line.conditions,
            # Single things that she took out stay out until she names them again.
            left_out=line.excluded & code_list("data_category").codes.keys(),
            episodes_left_out=frozenset(one for one, _ in line.excluded_episodes),
        )
    categories, items = preset(topic)
    return Chosen(until, categories, items)
