"""Do a verb that was typed: the parser, the desk, and the border where refusals become words."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING

import texts
from desktop import crash
from desktop.clock import now
from desktop.command.belonging import refuse_astray
from desktop.command.parser import build
from desktop.command.usage import speak_as
from desktop.desk import desk_for, is_text, tell_beside
from desktop.events import silence_libraries
from desktop.saying.shown import shown
from desktop.saying.words import Refusal, refusal_of

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, REFUSED = 0, 1


def do(arguments: Sequence[str]) -> int:
    """Do what was typed; return 0 when done, 1 when refused (usage errors exit with 2)."""
    speak_as()
    parser = build()
    typed = parser.parse_args(arguments)
    if not all(is_text(one) for one in vars(typed).values() if isinstance(one, str)):
        parser.error(texts.say("usage.unreadable"))
    refuse_astray(typed)
    desk = desk_for(typed)
    crash.harden()
    silence_libraries()
    crash.install(desk.home, now)
    module, _, verb = typed.does.partition(":")
    try:
        with desk:
            getattr(import_module(f"desktop.verbs.{module}"), verb)(desk, typed)
    except Exception as error:  # noqa: BLE001 - the border: what has no sentence goes to the report
        _say(refusal_of(error) or _fault(error), as_json=desk.as_json)
        return REFUSED
    return DONE


def _fault(error: Exception) -> Refusal:
    """Return what is said of a fault of ours; types and lines go to the report, values nowhere."""
    crash.tell(error)
    return Refusal("fault", (texts.say("error.fault"),))


def _say(refusal: Refusal, *, as_json: bool) -> None:
    if as_json:
        said = {"refused": refusal.code, "reasons": list(refusal.sentences)}
        tell_beside(json.dumps(said, ensure_ascii=False) + "\n")
    else:
        tell_beside(f"{refusal.code}: " + "\n  ".join(map(shown, refusal.sentences)) + "\n")
