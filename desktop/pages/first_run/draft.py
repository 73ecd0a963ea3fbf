"""What was filled in so far at the first start; nothing of it is on disk before the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import texts
from desktop.codes import groups_of, tidy_code

if TYPE_CHECKING:
    from pathlib import Path

NEW, PRACTICE, TEAM = "new", "practice", "team"
# Groups that are asked for again: from the beginning, the middle and the end.
ASKED_BACK: Final = (2, 7, 11)


@dataclass(slots=True)
class Draft:
    """Everything that the steps ask for."""

    step: int = 0
    # Whether it was read that a workbook has just left.
    told: bool = False
    kind: str = NEW
    office: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    hours: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    role: str = "supervisor"
    passphrase: str = field(default="", repr=False)
    again: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    on_paper: bool = False
    typed_back: dict[int, str] = field(default_factory=dict, repr=False)
    backup: Path | None = None
    # Where the file goes that asks a team.
    request: Path | None = None

    def whose(self) -> str:
        """Return what the sheet calls the workbook; whoever joins gets to know the office later."""
        return texts.say("first.team_workbook") if self.kind == TEAM else self.office

    def forget(self) -> None:
        """Forget what opens the workbook, once one is inside: it is written and checked."""
        self.passphrase = self.again = self.code = ""
        self.typed_back.clear()

    def wrong_groups(self) -> tuple[int, ...]:
        """Return which of the groups that were asked for are not as on the sheet."""
        groups = groups_of(self.code)
        return tuple(
            at for at in ASKED_BACK if tidy_code(self.typed_back.get(at, "")) != groups[at]
        )
