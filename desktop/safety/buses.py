"""Which buses of this machine answer: one that is there and silent holds up whoever asks it.

Qt waits without an end for its first word, and lets no other thread go on meanwhile. So each is
asked here before, by a line of our own and for a short time.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from socket import socket

_SESSION: Final = "DBUS_SESSION_BUS_ADDRESS"
_SYSTEM: Final = "DBUS_SYSTEM_BUS_ADDRESS"
_SYSTEM_BUS: Final = "unix:path=/run/dbus/system_bus_socket"
_HERE: Final = "unix:"
# No bus is here; where none is said Qt looks for one, and may start it.
_NOWHERE: Final = f"{_HERE}path={os.devnull}"
# One that is well takes thousandths of it, also while the laptop is starting.
_SECONDS_TO_ANSWER: Final = 2
# By which ways may one be known? Every bus says something to that.
_FIRST_WORD: Final = b"\0AUTH\r\n"


class Buses(NamedTuple):
    """Where the bus of the laptop is, and that of whoever is signed in: only what answers."""

    system: str
    session: str


def answering() -> Buses:
    """Return which buses answer; it may take some seconds."""
    return Buses(_answering(os.environ.get(_SYSTEM) or _SYSTEM_BUS), _answering(_session()))


def leave_silent() -> None:
    """Let Qt know of no bus of the session where that is silent: no window would be seen.

    What Qt asks there is how the desktop looks, and who hears the screen read.
    """
    if _answer(_session()) == b"":
        os.environ[_SESSION] = _NOWHERE


def _session() -> str:
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return os.environ.get(_SESSION) or (folder and f"{_HERE}path={folder}/bus")


def _answering(address: str) -> str:
    """Return an address again, or nothing: it may lead over the network too."""
    here = all(one.startswith(_HERE) for one in address.split(";"))
    return address if here and _answer(address) else ""


def _answer(address: str) -> bytes | None:
    """Return what the bus at an address says, nothing if it is silent, None where none is."""
    for place in _places(address):
        # Where no bus can be, as on a machine without one, nothing is read for asking.
        lines = import_module("socket")
        with lines.socket(lines.AF_UNIX) as line:
            line.settimeout(_SECONDS_TO_ANSWER)
            try:
                line.connect(place)
            except (BlockingIOError, TimeoutError):
                # So many wait for it that nobody else may.
                return b""
            except OSError:
                continue
            return _said(line)
    return None


def _said(line: socket) -> bytes:
    """Return the beginning of what is said on a line, nothing where nobody says anything."""
    try:
        line.sendall(_FIRST_WORD)
        return line.recv(1)
    except OSError:
        return b""


def _places(address: str) -> Iterator[str]:
    """Yield where a bus may be, in the order in which it is looked for."""
    for one in address.split(";"):
        said = dict(part.partition("=")[::2] for part in one.removeprefix(_HERE).split(","))
        for name, before in (("path", ""), ("abstract", "\0")):
            if name in said:
                yield before + import_module("urllib.parse").unquote(said[name])
