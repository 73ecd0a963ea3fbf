"""Run another program and say at its end what it asked of the network: `net_heard.py PROGRAM`."""

from __future__ import annotations

import atexit
import json
import runpy
import sys

NETWORK = ("socket.", "http.client.", "urllib.", "smtplib.", "ftplib.")
ASKED = []


def hear(event, _values):
    """Keep every event of a socket, and of whatever would open one."""
    if event.startswith(NETWORK):
        ASKED.append(event)


def told():
    """Say what was asked, in the last line."""
    sys.stdout.write(json.dumps({"asked": ASKED}) + "\n")


if __name__ == "__main__":
    sys.addaudithook(hear)
    atexit.register(told)
    sys.argv = sys.argv[1:]
    runpy.run_path(sys.argv[0], run_name="__main__")
