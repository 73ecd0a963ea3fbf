"""A server that listens in this process, and laptops that exchange over it."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import replace
from threading import Thread

import uvicorn
from doors import door
from served import NAME, WIDE, Hands, desks_on

from desktop.exchange.exchanging import Ways, exchange_over
from sync.line.calls import Calls
from sync.line.line import Line
from sync.server.engines import open_file
from sync.server.gate import application
from sync.server.serving import configured


class Quick:
    """How tests wait: not at all, and they know how long it would have been."""

    def __init__(self):
        self.waited = []

    def __call__(self, seconds):
        self.waited.append(seconds)


class Listening:
    """A server on a folder, listening on this machine."""

    def __init__(self, folder, limits=WIDE, name=NAME, clock=None, at=None):
        self.folder, self.name = folder, name
        self.database = open_file(folder)
        self.desks = desks_on(self.database, limits, clock or Hands(), folder / "log", name)
        held = door(at)
        self.port = held.getsockname()[1]
        config = configured(application(self.desks), "127.0.0.1", self.port)
        self._server = uvicorn.Server(config)
        self._thread = Thread(target=self._server.run, args=([held],), daemon=True)
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
            self._thread.join(0.005)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}#{self.name}"

    def invite(self):
        return self.desks.orgs.invite()

    def close(self):
        self._server.should_exit = True
        self._thread.join()
        self.desks.watch.close()
        self.database.close()


@contextmanager
def listening(folder, **how):
    with closing(Listening(folder, **how)) as server:
        yield server


def leads(post, server, pause=None):
    """Let everybody exchange over a server that does not know them yet."""
    Line(post, Ways(pause=pause or Quick())).begin_at(server.address, server.invite(), pinned=False)


def syncs(post, told=lambda _: None, stopped=lambda: False, pause=None, **ways):
    """Exchange over the server once."""
    return exchange_over(post, told, stopped, Ways(pause=pause or Quick(), **ways))


def to(server):
    """Return calls that reach another server than the roster says, under the same name."""

    def calls(where, pin, stopped):
        return Calls(replace(where, port=server.port), pin, stopped, patience=5)

    return calls
