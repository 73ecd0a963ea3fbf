"""The lists that forms choose from and the store knows, as whoever reads a form names them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from casework.consent.purpose_texts import wordings
from desktop.pages.episodes.words import others_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.answers.filling import Sheet
    from casework.records.episodes import EpisodeView

_TEXTS: Final = "consent_texts"


def lists_named(sheet: Sheet, episodes: Sequence[EpisodeView], language: str) -> Sheet:
    """Return a sheet whose episodes can be told apart, and what was read aloud has a name."""
    sheet = others_named(sheet, episodes) if episodes else sheet
    return replace(sheet, externals={**sheet.externals, _TEXTS: wordings(language)})
