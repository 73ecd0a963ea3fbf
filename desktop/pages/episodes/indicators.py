"""The protocol's three parts beside an episode: what is noted, what is not, and nothing decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

import texts
from casework.records.palermo import Childhood, Part
from desktop.pages.episodes.words import codes_words
from desktop.parts.fact_grid import Fact, FactGrid
from desktop.parts.frames import column
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.records.palermo import Indicators

_LABELS: Final = 110
_LISTS: Final = {Part.ACT: "act", Part.MEANS: "means", Part.PURPOSE: "palermo_purpose"}


class IndicatorsPart(QWidget):
    """What is noted of act, means and purpose, and what may be said of it."""

    def __init__(self, found: Indicators) -> None:
        super().__init__()
        self._facts = FactGrid(_LABELS)
        self._facts.show_facts(
            [Fact(_name(part), _noted(found, part), masks=True) for part in Part]
        )
        lines = [Words(one, "small", wrap=True) for one in careful_words(found)]
        heading = Words(texts.say("palermo.title"), "strong", wrap=True)
        self.setLayout(column(heading, self._facts, *lines, gap=4))

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        self._facts.reveal(on=on)


def careful_words(found: Indicators) -> Sequence[str]:
    """Return what may be said of indicators: that others decide, and what a child's age means."""
    names = texts.say("list.join").join(_name(part) for part in found.missing)
    said = "palermo.may_meet" if found.may_meet else "palermo.missing"
    lines = [texts.say(said, parts=names)]
    if found.childhood is not Childhood.ADULT:
        lines.append(texts.say(f"palermo.{found.childhood.value}"))
    return lines


def _name(part: Part) -> str:
    return texts.say(f"palermo.part.{part.value}")


def _noted(found: Indicators, part: Part) -> str:
    codes = {Part.ACT: found.act, Part.MEANS: found.means, Part.PURPOSE: found.purpose}[part]
    if codes:
        return codes_words(_LISTS[part], codes)
    needless = part is Part.MEANS and not found.needs_means
    return texts.say("palermo.not_needed" if needless else "palermo.none")
