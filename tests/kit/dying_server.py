"""A server that kills itself before one of the things it does: a statement, a commit, an answer.

Run as a program, from a process without threads: `python tests/kit/dying_server.py PORT WHERE
HEARD`, WHERE being a folder or an address of PostgreSQL. To the file HEARD it adds of each part of
a question where that was put and how many bytes it has. Each line that it reads is the number of
the thing that the next server does no more, 0 for a server that goes on; it tells when that
listens and when it ended.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path

import httpx
from measure import HOUSE
from served import WIDE, desks_on
from sqlalchemy import Engine, event

from sync.server.engines import open_file, open_url
from sync.server.gate import application
from sync.server.serving import _Announced, configured


def dies_at(point):
    """Let this process be killed before the thing of that number."""
    passed = count(1)

    def passes(*_given, **_named):
        if next(passed) == point:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "commit"):
        event.listen(Engine, name, passes)
    return passes


def dying(app, passes, heard):
    """Return an application that passes a point before all it sends, and notes what it hears."""
    file = os.open(heard, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def answers(scope, receive, send):
        async def sends(message):
            passes()
            await send(message)

        async def receives():
            message = await receive()
            if body := message.get("body"):
                os.write(file, f"{scope['path']} {len(body)}\n".encode())
            return message

        await app(scope, receives, sends)

    return answers


def says(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def serves(port, where, heard, point):
    passes = dies_at(point)
    database = open_url(where) if "://" in where else open_file(Path(where))
    app = dying(application(desks_on(database, WIDE)), passes, heard)
    _Announced(configured(app, "127.0.0.1", port), lambda _: says(f"listens {os.getpid()}")).run()


class Dying:
    """Servers one after the other on one database, from outside."""

    def __init__(self, port, where, heard=os.devnull):
        self.port = port
        self._program = subprocess.Popen(
            [sys.executable, __file__, str(port), str(where), str(heard)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=HOUSE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        self._pid = 0

    def start(self, point=0):
        """Start a server; return whether it lived until it listened."""
        self._program.stdin.write(f"{point}\n")
        self._program.stdin.flush()
        said, told = self._program.stdout.readline().split()
        self._pid = int(told) if said == "listens" else 0
        return bool(self._pid)

    def stop(self):
        """Kill the server that runs, if it did not do so itself; return whether it had to be."""
        if not self._pid:
            return False
        alive = False
        with suppress(ProcessLookupError):
            alive = self._answers()
            os.kill(self._pid, signal.SIGKILL)
        self._program.stdout.readline()
        self._pid = 0
        return alive

    def _answers(self):
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/healthz", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def close(self):
        self.stop()
        self._program.stdin.close()
        self._program.stdout.close()
        self._program.wait()


if __name__ == "__main__":
    for asked in sys.stdin:
        child = os.fork()
        if child == 0:
            serves(int(sys.argv[1]), *sys.argv[2:4], int(asked))
            os._exit(1)
        says(f"ended {os.waitpid(child, 0)[1]}")
