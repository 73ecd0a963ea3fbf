"""A server as a process of its own, started by its verb, stopped or killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
from doors import ports
from measure import HOUSE
from served import NAME, OPERATOR, WIDE


class Server:
    """A running server; it is started anew on the same data after it was killed."""

    def __init__(self, folder, where=(), measured=True, limits=WIDE):
        self.folder, self.where, self.port = folder, where or ("--data", folder / "data"), 0
        # Measuring what is killed would be lost.
        self._without = () if measured else ("COVERAGE_PROCESS_CONFIG",)
        self._token = folder / "token"
        self._token.write_text(OPERATOR + "\n", "utf-8")
        self._limits = folder / "limits.toml"
        lines = [f"{name} = {value}" for name, value in limits.told().items()]
        self._limits.write_text("\n".join(lines), "utf-8")
        self._process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop(signal.SIGKILL)

    def start(self):
        """Start it and wait until it listens; it goes on where it was."""
        for port in [self.port] if self.port else ports()[:9]:
            said = self._begun(port)
            if said:
                self.port = int(json.loads(said)["listens"].rpartition(":")[2])
                return
        raise OSError

    def _begun(self, port):
        """Return what a new process says first: where it listens, or nothing if it cannot."""
        set_up = ["--name", NAME, "--token-file", self._token, "--limits", self._limits]
        options = ["--listen", f"127.0.0.1:{port}", *set_up]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "desktop", "serve", "--json", *self.where, *options],
            stdout=subprocess.PIPE,
            text=True,
            cwd=HOUSE,
            env={name: value for name, value in os.environ.items() if name not in self._without},
        )
        lines = []
        while lines[-1:] != ["}\n"]:
            lines.append(self._process.stdout.readline())
            if not lines[-1]:
                self.stop(signal.SIGKILL)
                return ""
        return "".join(lines)

    def stop(self, how=signal.SIGTERM):
        """Send it a signal; return how it ended."""
        self._process.send_signal(how)
        self._process.stdout.close()
        return self._process.wait()

    @property
    def opened(self):
        """Return the names of the files that the process has in its memory."""
        lines = Path(f"/proc/{self._process.pid}/maps").read_text("utf-8").splitlines()
        return {Path(line.split()[-1]).name for line in lines}

    def client(self):
        """Return a client of it; connections are kept."""
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30)
