"""A line as there are many: slow, far, and it loses. Only on this machine; its time runs faster.

What is lost is sent again: it takes the line once more, comes a way there and back later, and all
behind it waits for it, as with TCP.
"""

from __future__ import annotations

import random
import socket
import threading
import time
from contextlib import suppress
from dataclasses import replace
from queue import Queue

from relay import Relay

from sync.line.calls import Calls

SEGMENT = 1400


class SlowLine(Relay):
    """Passes on so many bytes a second, after a time there and back, some of them late."""

    def __init__(self, port, rate, there_and_back, loss, faster=1):
        self.rate, self.far, self.loss, self.faster = rate, there_and_back, loss, faster
        self.lost = 0
        self._dice = random.Random(5)
        super().__init__(port)

    def calls(self, where, pin, stopped):
        """Return calls over this line that are as patient as they are elsewhere."""
        return Calls(replace(where, port=self.port), pin, stopped)

    def now(self):
        """Return the time of the line, in its seconds."""
        return time.monotonic() * self.faster

    def _pass_on(self, here, there, way):
        underway = Queue()
        last = threading.Thread(target=self._arrives, args=(underway, there), daemon=True)
        last.start()
        free = arrived = 0.0
        with suppress(OSError):
            while piece := here.recv(SEGMENT):
                setattr(self, way, getattr(self, way) + len(piece))
                late = 0.0
                free = max(free, self.now()) + len(piece) / self.rate
                while self._dice.random() < self.loss:
                    self.lost += 1
                    free += len(piece) / self.rate
                    late += self.far
                arrived = max(arrived, free + self.far / 2 + late)
                underway.put((arrived, piece))
        underway.put(None)
        last.join()
        for one in (here, there):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _arrives(self, underway, there):
        with suppress(OSError):
            while found := underway.get():
                at, piece = found
                time.sleep(max(0, at - self.now()) / self.faster)
                there.sendall(piece)
