"""Figures are proved by a process of its own: stopped, killed or late, it leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from threading import Thread

import pytest
from invented_people import counted, dimensions, people, tables

from casework.protect import wire
from casework.protect.errors import NotProtected
from casework.protect.ground import Ground
from casework.protect.printed import Mark, Number, Span
from casework.protect.protecting import protect
from casework.protect.shape import Counted, Name, Told, Within
from casework.protect.watching import Watch
from desktop.beside import proving
from desktop.program import OURS, PROVE

CELLS = counted(people(300, 5), tables(11), ())
GROUND = Ground(dimensions(), (), 10)
# The real one with the real solver, which proves the same again and again.
UNENDING = """
from desktop.beside import prover
once = prover.protect
def protect(*given):
    while True:
        once(*given)
prover.protect = protect
prover.prove()
"""
UNENDING = [sys.executable, "-c", UNENDING]
SHORT = "from desktop.beside import prover\nprover._MOST_CPU_SECONDS = 0.5\n"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")


def provers(parent=None):
    """Return the processes that prove figures for one, by their numbers and what was typed."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            asker = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            words = (place / "cmdline").read_bytes().split(b"\0")
            if asker == (parent or os.getpid()) and PROVE.encode() in words:
                found[int(place.name)] = words
    return found


def refused(watch, ground=GROUND):
    with pytest.raises(NotProtected) as error:
        proving.protect_apart((), CELLS, ground, watch)
    assert not provers()
    return error.value.code


@LINUX
def test_another_process_finds_the_same_and_says_how_far_it_is():
    heard, typed = [], []

    def hear(done, of):
        heard.append((done, of))
        typed.extend(provers().values())

    out = proving.protect_apart((), CELLS, GROUND, Watch(hear))
    assert out == protect((), CELLS, GROUND)
    assert heard
    assert all(0 <= done <= of for done, of in heard)
    assert [words[-4:] for words in typed[:1]] == [[b"-m", b"desktop", PROVE.encode(), b""]]
    assert not provers()


def test_it_ends_in_order_once_it_has_answered_though_its_asker_listens_on():
    with subprocess.Popen(
        [*OURS, PROVE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as proving_one:
        proving_one.stdin.write(wire.question((), CELLS, GROUND).encode() + b"\n")
        proving_one.stdin.flush()
        # To its end: what it says last is the answer.
        *_on_its_way, answer = proving_one.stdout
        assert json.loads(answer)["printed"]
        assert proving_one.wait() == 0
        assert proving_one.stderr.read() == b""


@LINUX
def test_whoever_stops_or_kills_it_or_waits_too_long_gets_nothing(monkeypatch):
    monkeypatch.setattr(proving, "OURS", UNENDING)

    def stop(_done, _of):
        other = Thread(target=watch.stop)
        other.start()
        other.join()

    watch = Watch(stop)
    assert refused(watch) == "stopped"
    assert refused(watch) == "stopped"
    dying = Watch(lambda _done, _of: [os.kill(pid, signal.SIGKILL) for pid in provers()])
    assert refused(dying) == "worker"
    # One that does not come to an end, and one whose solver does not.
    monkeypatch.setattr(proving, "OURS", [*UNENDING[:2], f"{SHORT}{UNENDING[2]}"])
    assert refused(Watch()) == "solver"
    monkeypatch.undo()
    assert refused(Watch(), replace(GROUND, effort=0)) == "solver"


@pytest.mark.parametrize("said", ["", "{", '{"printed":[]}', '{"printed":[["Number",5,10]]}'])
def test_what_cannot_be_an_answer_is_none(monkeypatch, said):
    program = f"import sys; sys.stdin.readline(); print({said!r})"
    monkeypatch.setattr(proving, "OURS", [sys.executable, "-S", "-c", program])
    few = [Counted(Name("person", (("month", "M00"),)), 3)]
    with pytest.raises(NotProtected) as error:
        proving.protect_apart((), few, GROUND, Watch())
    assert error.value.code == "worker"


def test_what_cannot_be_started_proves_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(proving, "OURS", [str(tmp_path / "nothing")])
    assert refused(Watch()) == "worker"


@LINUX
def test_it_ends_with_whoever_asked(tmp_path):
    script = tmp_path / "asks.py"
    script.write_text(
        "import test_proving as t\n"
        "from casework.protect.watching import Watch\n"
        "t.proving.OURS = t.UNENDING\n"
        "tell = lambda *_: (print(*t.provers(), flush=True), t.os.kill(t.os.getpid(), 9))\n"
        "t.proving.protect_apart((), t.CELLS, t.GROUND, Watch(tell))\n"
    )
    paths = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    paths = os.pathsep.join([paths, *sys.path])
    asking = [sys.executable, script]
    told = subprocess.run(
        asking, env=os.environ | {"PYTHONPATH": paths}, capture_output=True, check=False
    )
    assert told.returncode == -signal.SIGKILL, told.stderr
    worker = Path(f"/proc/{int(told.stdout)}")
    for _look in range(1000):
        if not worker.exists() or " Z " in (worker / "stat").read_text():
            return
        time.sleep(0.02)
    pytest.fail("it went on")


def test_all_of_a_question_crosses_and_what_comes_back_is_a_step_of_its_ladder():
    name = Name("person", (("area", "R0"), ("month", "Q1")))
    told = [Told(name, one) for one in (Mark(10), Number(20, 5), Span(8, 22))]
    cells = [
        Counted(name, 12, margin=True),
        Counted(name, 3, watched=True),
        Counted(name, 4),
    ]
    ground = Ground(dimensions(), [Within("q", ("m", "n"))], 5, 75, frozenset([name]), (name,))
    assert wire.understood(wire.question(told, cells, ground)) == (told, cells, ground)
    crossing = ["dimensions", "within", "least", "effort", "given_up", "never", "denied"]
    assert [one.name for one in fields(Ground)] == crossing
    printed = {Name("a", ()): Number(10, 10), Name("b", ()): None}
    new = [Counted(Name("a", ()), 11), Counted(Name("c", ()), 1, watched=True)]
    new += [Counted(Name("b", ()), 40)]
    words = wire.json.loads(wire.answer(printed, new))
    assert wire.answered(words, new, 10) == printed
    with pytest.raises(NotProtected):
        wire.answered(words[:1], new, 10)
    with pytest.raises(NotProtected):
        wire.answered(words, [Counted(Name("a", ()), 9), *new[1:]], 10)
