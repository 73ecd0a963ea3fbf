"""A line between a laptop and its server that counts bytes, and breaks where it is told."""

from __future__ import annotations

import socket
import threading
from contextlib import closing, suppress
from dataclasses import replace

from sync.line.calls import Calls


class Relay:
    """Passes on what comes, byte for byte, until it has passed on as many as it may."""

    def __init__(self, port):
        self._to, self.port = ("127.0.0.1", port), 0
        self.up = self.down = self.connections = 0
        # After so many bytes of an answer, or of a question, the line is gone; once.
        self.cut_down = self.cut_up = None
        self.answer = b""
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._waits = threading.Thread(target=self._opened, daemon=True)
        self._waits.start()

    def calls(self, where, pin, stopped):
        """Return calls that go over this line."""
        return Calls(replace(where, port=self.port), pin, stopped, patience=5)

    def count(self):
        """Begin to count anew."""
        self.up = self.down = self.connections = 0

    def close(self):
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._waits.join()

    def _opened(self):
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            self.connections += 1
            self._serve(near)

    def _serve(self, near):
        if self.answer:
            with closing(near):
                near.recv(1 << 16)
                near.sendall(self.answer)
            return
        try:
            far = socket.create_connection(self._to)
        except OSError:
            # Nobody is behind it.
            near.close()
            return
        ends = [
            threading.Thread(target=self._pass_on, args=(near, far, "up"), daemon=True),
            threading.Thread(target=self._pass_on, args=(far, near, "down"), daemon=True),
        ]
        for one in ends:
            one.start()

    def _pass_on(self, here, there, way):
        with suppress(OSError):
            while piece := here.recv(1 << 16):
                left = getattr(self, f"cut_{way}")
                if left is not None and len(piece) >= left:
                    setattr(self, f"cut_{way}", None)
                    there.sendall(piece[:left])
                    setattr(self, way, getattr(self, way) + left)
                    break
                if left is not None:
                    setattr(self, f"cut_{way}", left - len(piece))
                setattr(self, way, getattr(self, way) + len(piece))
                there.sendall(piece)
        for one in (here, there):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
