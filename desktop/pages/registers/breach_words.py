"""What the log of breaches says: what happened, who got it, what was done, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import texts
from casework.registers.breach import KINDS, BreachState
from desktop.pages.registers.wordings import before
from desktop.parts.covered import Covered
from desktop.parts.words import Words
from forms.codelists import label
from texts.dates import in_own_direction, isolate, long_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from casework.registers.breach import Breach, BreachLine


def kind_and_day(breach: Breach) -> str:
    """Return what happened, and when it was noticed."""
    return texts.beside(
        label(KINDS, breach.kind, texts.current().code), long_date(breach.noticed_on)
    )


def told(line: BreachLine) -> Iterator[QWidget]:
    """Yield what happened and who got it, whom it is about, and what was done."""
    yield Covered(Words(in_own_direction(line.breach.words), wrap=True))
    if line.breach.recipients:
        got = texts.say("breaches.got", who=isolate(line.breach.recipients))
        yield Covered(Words(got, wrap=True))
    if line.cases:
        codes = texts.say("list.join").join(map(isolate, line.cases))
        yield Words(texts.say("breaches.about", codes=codes), wrap=True)
    for one in line.taken:
        words = texts.say("breaches.was_done", day=long_date(one.on), words=isolate(one.words))
        by = texts.say("requests.answered_by", name=isolate(one.by)) if one.by else ""
        knows = texts.say("breaches.was_told") if one.told else ""
        yield Covered(Words(texts.beside(words, by, knows), wrap=True))
    if line.breach.untold_why:
        why = texts.say("breaches.untold", why=isolate(line.breach.untold_why))
        yield Covered(Words(why, wrap=True))
    yield Words(_state(line), "small", wrap=True)
    yield from before(line.wordings, KINDS)


def _state(line: BreachLine) -> str:
    by = texts.say("registers.noted_by", name=isolate(line.noted_by)) if line.noted_by else ""
    if line.breach.state is BreachState.OPEN or line.breach.closed_at is None:
        return texts.beside(texts.say("breaches.is_open"), by)
    day = long_date(line.breach.closed_at.astimezone().date())
    closer = line.closed_by and texts.say("requests.answered_by", name=isolate(line.closed_by))
    return texts.beside(texts.say("breaches.is_closed", day=day), closer, by)
