"""Where a server of the tests listens on this machine, and nobody else does."""

from __future__ import annotations

import socket
from contextlib import closing
from random import SystemRandom

# Clients that try again are never given one of these: they would meet themselves there.
_PORTS = range(12_000, 30_000)
# Where a server comes back to that is closed meanwhile: nobody else is given one of these.
_KEPT = range(30_000, 32_700)


def ports(among=_PORTS):
    """Return some ports, drawn anew: each test begins with the same chance, many at one moment."""
    return SystemRandom().sample(among, 99)


def kept_ports():
    """Return ports for a server that comes back after it was closed."""
    return ports(_KEPT)


def door(among=None):
    """Return a socket that holds a port for a server of this process."""
    for port in among or ports():
        tried = socket.socket()
        if among:
            # Else nobody might come back to it while the last words of before are on their way.
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
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
