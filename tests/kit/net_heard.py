"""Run another program and say at its end what it asked of the network: `net_heard.py PROGRAM`.

What Python opens is heard of. A line that Qt opens is not: at the end it is looked for among those
that the system has over any network. One to a bus of this machine is none, whoever opens it.
"""

from __future__ import annotations

import atexit
import json
import runpy
import socket
import sys
from pathlib import Path

NETWORK = ("socket.", "http.client.", "urllib.", "smtplib.", "ftplib.")
PROTOCOLS = ("tcp", "tcp6", "udp", "udp6", "udplite", "udplite6", "raw", "raw6")
ASKED = []


def hear(event, values):
    """Keep every event of a socket, and of whatever would open one."""
    if event.startswith(NETWORK) and not is_of_this_machine(event, values):
        ASKED.append(event)


def is_of_this_machine(event, values):
    """Return whether it is of a line that no network knows, as that to a bus is."""
    family = values[1] if event == "socket.__new__" else getattr(values[0], "family", None)
    return family == getattr(socket, "AF_UNIX", object())


def lines():
    """Return by which protocols this process has a line over the network."""
    own = {str(one.readlink()) for one in Path("/proc/self/fd").glob("*") if one.is_symlink()}
    return [
        kind
        for kind in PROTOCOLS
        for path in Path("/proc/self/net").glob(kind)
        for line in path.read_text("ascii").splitlines()[1:]
        if f"socket:[{line.split()[9]}]" in own
    ]


def told():
    """Say what was asked, in the last line."""
    ASKED.extend(lines())
    sys.stdout.write(json.dumps({"asked": ASKED}) + "\n")


if __name__ == "__main__":
    sys.addaudithook(hear)
    atexit.register(told)
    sys.argv = sys.argv[1:]
    runpy.run_path(sys.argv[0], run_name="__main__")
