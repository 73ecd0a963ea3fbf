"""Where a server of the tests listens on this machine, and nobody else does."""

from __future__ import annotations

import socket
from contextlib import closing
from random import SystemRandom

# Clients that try again are never given one of these: they would meet themselves there.
_PORTS = range(12_000, 30_000)


def ports():
    """Return some ports, drawn anew: each test begins with the same chance, many at one moment."""
    return SystemRandom().sample(_PORTS, 99)


def door():
    """Return a socket that holds a port for a server of this process."""
    for port in ports():
        tried = socket.socket()
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            tried.close()
        else:
            return tried
    raise LookupError


def free_port():
    """Return a port where another process may listen."""
    with closing(door()) as held:
        return held.getsockname()[1]
