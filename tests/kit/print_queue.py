"""A real queue of the system's printing, started for one test, that keeps what it prints."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

SCHEDULER = shutil.which("cupsd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
# What starts whatever brings pages to a printer; it is not ours to write.
_STARTERS = Path("/usr/lib/cups/daemon")
LACKING = SCHEDULER is None or not _STARTERS.is_dir() or shutil.which("lpadmin") is None
NAME = "paper"
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
cp "$6" {here}/out/printed
printf '%s' "$3" > {here}/out/name
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


@contextmanager
def print_queue():
    """Give a queue that nobody else knows, and end it."""
    with TemporaryDirectory(prefix="q") as folder:
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


def _add(queue: PrintQueue) -> None:
    command = ["lpadmin", "-h", queue.door, "-p", NAME, "-E", "-v", "keep:/", "-m", "raw"]
    for _try in range(_PATIENCE_SECONDS):
        if Path(queue.door).exists():
            subprocess.run(command, check=True, capture_output=True)
            return
        time.sleep(1)
    raise AssertionError("no queue")
