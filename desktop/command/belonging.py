"""What is typed after a verb and belongs to some of its acts: with another it would do nothing.

Whoever typed it would take it for done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import texts
from desktop.verbs import breaches, course, erasing, requests

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

_ADD: Final = ("add",)
_LET_IN: Final = "--person --role --known --words --kept-with --out"
# By the verb: which acts each belongs to. What stands nowhere here belongs to all.
BELONG: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "people": {"name --role": _ADD},
    "course": {"--reason": (course.PAUSE,)},
    "erase": {
        "--why --in-danger": (erasing.ASK,),
        "--certificate --language": (erasing.DO,),
    },
    "requests": {
        "request": (requests.CORRECT, requests.ANSWER, requests.REOPEN),
        "--asker --on --who --words --in-writing --case": (requests.NOTE, requests.CORRECT),
        "--with --order --letter": (requests.ANSWER,),
    },
    "breaches": {
        "breach": tuple(one for one in breaches.ACTS if one not in (breaches.LIST, breaches.NOTE)),
        "--kind --recipients --case": (breaches.NOTE, breaches.CORRECT),
        "--on --words": (breaches.NOTE, breaches.CORRECT, breaches.TAKE),
        "--told": (breaches.TAKE,),
        "--why": (breaches.CLOSE,),
    },
    "devices": {"what": (*_ADD, "remove"), _LET_IN: _ADD},
    "late": {"what": ("take", "leave")},
    "bundle": {"--whole": ("write",)},
}


def refuse_astray(typed: argparse.Namespace) -> None:
    """Refuse the first thing that was typed and its act does nothing with, as a slip of typing."""
    for names, acts in BELONG.get(typed.verb, {}).items():
        for name in names.split() if typed.act not in acts else ():
            if typed.parser.has(typed, name):
                belongs = texts.say("list.join").join(acts)
                said = texts.say("usage.astray", name=name, act=typed.act, acts=belongs)
                typed.parser.error(said)
