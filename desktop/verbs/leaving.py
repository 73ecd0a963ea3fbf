"""Verbs by which a workbook leaves this laptop: destroyed in a hurry, or put away for a journey."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import texts
from desktop.bootstrap import StoreRefused, is_there
from desktop.homes import is_going
from desktop.parts.spooling import forget_all
from desktop.safety.panic import everything
from desktop.safety.travelling import OF_PLACES, leave, require_free
from desktop.saying.shown import shown_name
from desktop.saying.words import OF_BACKUPS, Refused, at

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from desktop.desk import Desk


def panic(desk: Desk, typed: argparse.Namespace) -> None:
    """Destroy a workbook, its keys first; without being told to do so now, only say what it does.

    Nobody signs in: whoever is in a hurry has no time, and whoever reaches the files can remove
    them as well.
    """
    home = desk.reach()
    if not (is_there(home) or is_going(home)):
        with at(home):
            raise StoreRefused("missing")
    if not typed.now:
        desk.facts({"home": str(home), "done": False})
        desk.say("panic.asks", home=home)
        for said in ("settings.panic_back", "settings.panic_limits", "panic.how"):
            desk.say(said)
        return
    # A letter that waits for a printer would lie there in clear, and come out of it in a while.
    with suppress(OSError, KeyError):
        forget_all()
    _gone(everything(home))
    desk.facts({"home": str(home), "done": True})
    desk.say("panic.done")


def travel(desk: Desk, typed: argparse.Namespace) -> None:
    """Put the workbook away before a journey, once it is known that it will come back."""
    home = desk.reach()
    with at(typed.file, OF_BACKUPS | OF_PLACES):
        require_free(typed.file)
        workbook, code = desk.workbook(), desk.secrets.recovery()
        among_others = leave(workbook, home, typed.file, code)
    _gone(everything(home))
    desk.facts({"file": str(typed.file), "among_others": among_others})
    desk.say("travel.left", file=typed.file)
    for said in ("travel.back", "settings.panic_limits", *["travel.ask_again"][:among_others]):
        desk.say(said)


def _gone(left: list[Path]) -> None:
    if left:
        names = texts.say("list.join").join(shown_name(one.name) for one in left)
        raise Refused("panic_left", files=names)
