"""Where no server is named, and nobody looks for a laptop, nothing is opened to any network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import nullcontext

import pytest
from laptops import KEPT_WITH, First, Laptop
from login import DAEMON, bus
from make import WORDS, Clock
from measure import HOUSE

KIT = HOUSE / "tests" / "kit"


@pytest.fixture
def heard_from(monkeypatch):
    """Let there be a bus of this machine, as on any desktop, where one can be started."""
    with bus() if DAEMON else nullcontext("unix:path=/nowhere") as address:
        for name in ("SYSTEM", "SESSION"):
            monkeypatch.setenv(f"DBUS_{name}_BUS_ADDRESS", address)
        yield


@pytest.mark.usefixtures("heard_from")
def test_a_day_without_a_server_opens_no_socket(template, tmp_path):
    first = First(template, tmp_path / "home", Clock())
    case = first.case(name_used="EX-NAME")
    first.agrees(case, purpose="referral", categories=["demographic"], items=["name_used"])
    # There is somebody to exchange with, in the same room and by stick.
    Laptop(first, tmp_path / "other", "Worker 7")
    first.close()
    day = heard(KIT / "quiet_day.py", tmp_path / "home", "Supervisor 1", case, KEPT_WITH)
    assert day.returncode == 0, day.stderr
    *_, letter, told = day.stdout.splitlines()
    assert letter
    assert json.loads(told) == {"asked": []}


def test_whatever_would_open_one_is_heard(tmp_path):
    program = tmp_path / "program.py"
    program.write_text("import socket\n\nsocket.socket().close()\n", "utf-8")
    told = json.loads(heard(program).stdout)
    assert told == {"asked": ["socket.__new__"]}


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_what_is_opened_beside_python_is_seen(tmp_path):
    program = tmp_path / "program.py"
    opened = "sys.server = QTcpServer()\nassert sys.server.listen()\n"
    program.write_text(f"import sys\nfrom PySide6.QtNetwork import QTcpServer\n{opened}", "utf-8")
    (seen,) = json.loads(heard(program).stdout)["asked"]
    assert seen in {"tcp", "tcp6"}


def heard(*program):
    """Run a program of tests, and what it asked of the network."""
    paths = os.pathsep.join([str(HOUSE), str(KIT)])
    return subprocess.run(
        [sys.executable, KIT / "net_heard.py", *program],
        input=WORDS + "\n",
        capture_output=True,
        text=True,
        check=False,
        cwd=HOUSE,
        timeout=100,
        env={**os.environ, "PYTHONPATH": paths, "QT_QPA_PLATFORM": "offscreen"},
    )
