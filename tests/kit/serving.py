"""A server as a process of its own, started by its verb, stopped or killed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import httpx
from measure import HOUSE
from served import NAME, OPERATOR, WIDE


class Server:
    """A running server; it is started anew on the same data after it was killed."""

    def __init__(self, folder, where=(), port=0):
        self.folder, self.where, self.port = folder, where or ("--data", folder / "data"), port
        self._token = folder / "token"
        self._token.write_text(OPERATOR + "\n", "utf-8")
        self._limits = folder / "limits.toml"
        lines = [f"{name} = {value}" for name, value in WIDE.told().items()]
        self._limits.write_text("\n".join(lines), "utf-8")
        self._process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop(signal.SIGKILL)

    def start(self):
        """Start it and wait until it listens."""
        set_up = ["--name", NAME, "--token-file", self._token, "--limits", self._limits]
        options = ["--listen", f"127.0.0.1:{self.port}", *set_up]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "desktop", "serve", "--json", *self.where, *options],
            stdout=subprocess.PIPE,
            text=True,
            cwd=HOUSE,
        )
        said = "".join(iter(self._process.stdout.readline, "}\n")) + "}"
        self.port = int(json.loads(said)["listens"].rpartition(":")[2])

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
