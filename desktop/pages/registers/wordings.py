"""What stood in a line before it was corrected: beside it, with who corrected it and when."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import texts
from desktop.parts.covered import Covered
from desktop.parts.words import Words
from forms.codelists import label
from texts.dates import in_own_direction, isolate, long_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtWidgets import QWidget

    from casework.registers.wording import Wording


def before(wordings: Sequence[Wording], kinds: str, *, how: bool = False) -> Iterator[QWidget]:
    """Yield each correction of a line with what it corrected, the last one first.

    Kinds are codes of a list; `how` says whether it is told if that was in writing.
    """
    for said, better in reversed([*pairwise(wordings)]):
        day = long_date(better.at.astimezone().date())
        corrected = texts.say("registers.corrected", day=day)
        by = texts.say("requests.answered_by", name=isolate(better.by)) if better.by else ""
        words = texts.say("registers.before", words=_as_it_was(said, kinds, how=how))
        yield Covered(Words(texts.beside(corrected, by, words), "small", wrap=True))


def _as_it_was(said: Wording, kinds: str, *, how: bool) -> str:
    kind = label(kinds, said.kind, texts.current().code)
    typed = [in_own_direction(one) for one in (said.who, said.words) if one]
    written = texts.say("requests.written" if said.in_writing else "requests.aloud") if how else ""
    return texts.beside(kind, long_date(said.on), written, *typed)
