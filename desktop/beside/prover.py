"""The process in which figures are proved: it reads one question, and ends with an answer.

True counts come through the pipe and are nowhere else. It writes no file, has no way to the
store, loads nothing of the window, and ends when the process that asked does.
"""

from __future__ import annotations

import json
import os
import sys
import time
from threading import Thread
from typing import Final, NoReturn

from casework.protect import wire
from casework.protect.errors import NotProtected
from casework.protect.protecting import protect
from casework.protect.watching import Watch
from desktop import crash

_EVERY_SECONDS: Final = 0.1
# The solver counts its steps; this is for one that takes none and does not come to an end. It is
# work, not time: beside other work a proof takes longer, and must not come to anything else.
_MOST_CPU_SECONDS: Final = 1_800.0
_LOOK_SECONDS: Final = 1.0


def prove() -> NoReturn:
    """Answer the question on the standard input and end; what goes wrong is told by ending without.

    There is nothing to tidy: Python would, trip over who waits for the asker, and abort.
    """
    crash.harden()
    told, counted, ground = wire.understood(sys.stdin.buffer.readline())
    for end in (_end_with_the_asker, _end_when_spent):
        Thread(target=end, daemon=True).start()
    try:
        printed = protect(told, counted, ground, Watch(_Teller()))
    except NotProtected as refused:
        _refuse(refused.code)
    else:
        _say(f'{{"printed":{wire.answer(printed, counted)}}}')
    os._exit(0)


class _Teller:
    """Tells how far the proof is, and not more often than anybody can see."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _EVERY_SECONDS
            _say(json.dumps({"done": done, "of": of}))


def _say(line: str) -> None:
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


def _refuse(code: str) -> None:
    _say(json.dumps({"refused": code}))


def _end_when_spent() -> None:
    """Wait until far more was worked than any proof takes, and end without one."""
    while time.process_time() < _MOST_CPU_SECONDS:
        time.sleep(_LOOK_SECONDS)
    _refuse("solver")
    os._exit(1)


def _end_with_the_asker() -> None:
    """Wait until nobody holds the other end of the pipe: then nobody wants an answer."""
    sys.stdin.buffer.read()
    os._exit(1)
