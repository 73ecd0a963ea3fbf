"""One question of consent, as it is put to a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casework.consent.sheet import ConsentSheet
    from desktop.pages.consent.begun import Left
    from desktop.pages.consent.choices import Chosen, Sitting
    from desktop.pages.consent.topic import Topic


@dataclass(frozen=True, slots=True)
class Put:
    """About what, in which sitting, with what was chosen so far."""

    sheet: ConsentSheet
    topic: Topic
    sitting: Sitting
    chosen: Chosen
    left: Left | None = None
