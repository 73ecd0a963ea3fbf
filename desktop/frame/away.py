"""A workbook that left before a journey: what is told of it, also to the program that stands in."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import texts
from desktop.frame.settings import Settings, sensible
from texts.dates import in_own_direction

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.beside.jobs import Jobs


@dataclass(frozen=True, slots=True)
class Away:
    """Where the backup lies, by the last two names of its path, and what may be left to do."""

    file: str
    folder: str
    among_others: bool
    stuck: tuple[str, ...] = ()

    def sentences(self) -> list[str]:
        """Return where it is and how it comes back."""
        lies = {"file": in_own_direction(self.file), "folder": in_own_direction(self.folder)}
        said = [texts.say("journey.lies", **lies), back_words()]
        if self.among_others:
            said.append(texts.say("travel.ask_again"))
        return said

    def stuck_words(self) -> str:
        """Return which files are still there, if any are."""
        files = texts.say("list.join").join(map(in_own_direction, self.stuck))
        return texts.say("error.panic_left", files=files) if files else ""


@dataclass(frozen=True, slots=True)
class Journey:
    """A workbook about to go: what closes it as it was proved, and what is said if it stays."""

    close: Callable[[], bool]
    stays: Callable[[str], object]
    away: Away

    def begins(self, jobs: Jobs, *, covered: bool) -> bool:
        """Close it; return whether it is closed: behind a cover, or written since, it stays.

        Nothing is kept any more: what came after the proof would be nowhere.
        """
        if not covered:
            jobs.errand.abandon()
            if jobs.last(self.close):
                return True
        self.stays("journey.stopped" if covered else "journey.written")
        return False


def back_words() -> str:
    """Return how a workbook comes back, by the words of the buttons on the way."""
    way = {"has_one": "first.has_one", "cannot": "unlock.cannot", "choose": "back.backup.choose"}
    return texts.say("journey.back", **{name: texts.say(of) for name, of in way.items()})


def line_of(away: Away, settings: Settings) -> str:
    """Return what the program that stands in is told, in one line: none of it is on a disk."""
    return json.dumps({"away": asdict(away), "settings": asdict(settings)}) + "\n"


def read_line(line: str) -> tuple[Settings, Away | None]:
    """Return how the window was set and what was told; of anything else, the usual and nothing."""
    try:
        told = json.loads(line)
        away = told["away"]
        lies = str(away["file"]), str(away["folder"])
        found = Away(*lies, bool(away["among_others"]), tuple(away["stuck"]))
        return sensible(told["settings"]), found
    except (ValueError, KeyError, TypeError):
        return Settings(), None
