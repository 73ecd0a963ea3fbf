"""A real queue of the system's printing, started for one test, that keeps what it prints."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

# Where programs lie that set up a system: not everybody looks there.
_PATHS = f"{os.environ.get('PATH', '')}:/usr/sbin"
SCHEDULER = shutil.which("cupsd", path=_PATHS)
_SETS_UP = shutil.which("lpadmin", path=_PATHS)
# What starts whatever brings pages to a printer; it is not ours to write.
_STARTERS = Path("/usr/lib/cups/daemon")
LACKING = SCHEDULER is None or not _STARTERS.is_dir() or _SETS_UP is None
NAME = "paper"
# What the name of a folder begins with in which a queue keeps what is its own.
FOLDER = "queue-"
_PATIENCE_SECONDS = 30
_FOLDERS = ("root", "spool", "tmp", "cache", "state", "out", "bin/backend")
_FILES = """ServerRoot {here}/root
ServerBin {here}/bin
RequestRoot {here}/spool
TempDir {here}/tmp
CacheDir {here}/cache
StateDir {here}/state
ErrorLog {here}/errors
AccessLog {here}/asked
PageLog {here}/pages
"""
_RULES = """Listen {here}/door
LogLevel debug
DefaultAuthType None
PreserveJobFiles Yes
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_BACKEND = """#!/bin/sh
[ -n "$6" ] || exit 0
printf '%s' "$3" > {here}/out/name
printf '%s' "$4" > {here}/out/copies
printf '%s' "$5" > {here}/out/how
cp "$6" {here}/out/part
mv {here}/out/part {here}/out/printed
"""


class PrintQueue:
    """A queue, where it keeps what it was sent, and what came out of it."""

    def __init__(self, here: Path) -> None:
        self.here = here
        self.door = str(here / "door")

    def kept(self) -> list[str]:
        """Return what the queue keeps of pages that it was sent."""
        return sorted(one.name for one in (self.here / "spool").glob("d*"))

    def printed(self) -> bytes:
        """Return what came out, or nothing yet."""
        out = self.here / "out" / "printed"
        return out.read_bytes() if out.exists() else b""

    def job_name(self) -> str:
        """Return the name under which it was printed."""
        return (self.here / "out" / "name").read_text()

    def how(self) -> str:
        """Return how many copies were wanted, and how, in the words of the system."""
        return " ".join((self.here / "out" / name).read_text() for name in ("copies", "how"))


@contextmanager
def print_queue():
    """Give a queue that nobody else knows, and end it."""
    with TemporaryDirectory(prefix=FOLDER) as folder:
        here = Path(folder)
        for name in _FOLDERS:
            (here / name).mkdir(parents=True)
        (here / "files.conf").write_text(_FILES.format(here=here))
        (here / "rules.conf").write_text(_RULES.format(here=here))
        (here / "bin" / "daemon").symlink_to(_STARTERS)
        backend = here / "bin" / "backend" / "keep"
        backend.write_text(_BACKEND.format(here=here))
        backend.chmod(0o700)
        here.chmod(0o755)
        command = [SCHEDULER, "-f", "-c", here / "rules.conf", "-s", here / "files.conf"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as scheduler:
            queue = PrintQueue(here)
            try:
                _add(queue)
                yield queue
            finally:
                scheduler.terminate()


class Deaf:
    """A printing system that lets everybody in and never answers."""

    def __init__(self, inside: ExitStack, here: Path) -> None:
        self._inside, self.door = inside, str(here / "door")
        self._socket = inside.enter_context(closing(socket.socket(socket.AF_UNIX)))
        self._socket.bind(self.door)
        self._socket.listen()
        self._socket.settimeout(_PATIENCE_SECONDS)

    def wait(self) -> None:
        """Wait until somebody has come in; who did waits for an answer then."""
        self._inside.enter_context(closing(self._socket.accept()[0]))


@contextmanager
def deaf_printing():
    """Give a printing system that hangs."""
    with TemporaryDirectory(prefix=FOLDER) as here, ExitStack() as inside:
        yield Deaf(inside, Path(here))


def _add(queue: PrintQueue) -> None:
    command = [_SETS_UP, "-h", queue.door, "-p", NAME, "-E", "-v", "keep:/", "-m", "raw"]
    for _try in range(_PATIENCE_SECONDS * 20):
        if Path(queue.door).exists():
            subprocess.run(command, check=True, capture_output=True)
            return
        time.sleep(0.05)
    raise AssertionError("no queue")
