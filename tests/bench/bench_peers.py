"""An exchange against those of PouchDB and of Anki, each with a server of its own makers.

The same invented cases for all where bytes are counted, each that goes over the line, HTTP among
them: ours are sealed, signed and padded, theirs are none of these. Times of ours are those of
bench_exchange, of cases with three times as many rows, and without a line: summing up for a push,
taking in for a pull. Theirs go over a line inside this machine, which takes next to nothing of it.

Neither is asked where it does not install, which needs a network, and Node for PouchDB; Etebase's
package for Python never does, as it takes sources from elsewhere, and stands in bench_exchange as
it was measured once.

Anki first sends its file as it is, and fetches one in the place of the one that is there: nothing
is read, sealed or merged. For that, half as many bytes again and three times the time may be taken,
and its time of taking in is no yardstick.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import bench_exchange as ours
from lines import listening
from make import Template
from measure import HOUSE
from met import Met
from relay import Relay

KIT, ROOM = HOUSE / "tests" / "kit", HOUSE / "out" / "peers"
INSTALLING_S = 300
STEPS = ("push", "look", "edit", "pull")
# A field that changes is to take a fifth of what the best of them takes.
FIFTH = 0.2
# How many bytes a case and how much time a first exchange may take, of theirs.
FIRST = {"PouchDB": (1, 1), "Anki": (1.5, 3)}


def run():
    """Yield what we and each of them take, of those who are here."""
    peers = list(filter(None, (_pouchdb(), _anki())))
    if not peers:
        return
    bytes_a_case, push, pull = (one["ours"] for one in _of_us())
    mine = _on_the_line()
    with tempfile.TemporaryDirectory() as folder:
        cases = Path(folder) / "cases.json"
        cases.write_text(json.dumps(_cases(), default=bytes.hex), "utf-8")
        for name, command, room in peers:
            took = _measured([*command, str(cases)], room)
            first, (bytes_goal, goal) = took["push"].told / ours.CASES, FIRST[name]
            yield ours._row(
                f"bytes a case, first exchange, of {name}'s", bytes_a_case, first, bytes_goal
            )
            yield ours._row(
                f"bytes where nothing is new, of {name}'s", mine.look, took["look"].told, 1
            )
            yield ours._row(f"bytes of one field, of {name}'s", mine.edit, took["edit"].told, FIFTH)
            yield ours._row(f"push, of {name}'s", push, took["push"].seconds, goal, "s")
            if name != "Anki":
                yield ours._row(f"pull, of {name}'s", pull, took["pull"].seconds, 1, "s")


def _of_us():
    """Return the rows for our bytes a case with all around it, for our push and for our pull."""
    _columns, whole, push, pull = ours.run()
    return whole, push, pull


def _on_the_line():
    """Return how many bytes ours takes for a look, and for one field, on a real line."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "server").mkdir()
        with (
            listening(folder / "server") as server,
            closing(Met(Template(folder / "home"), folder, server)) as met,
            closing(Relay(server.port)) as line,
        ):
            code = met.writes()
            for _ in range(2):
                met.meets(calls=line.calls)
            looked = _counted(line, lambda: met.meets(calls=line.calls))
            met.edits(code, phone="+000 2 22")
            edited = _counted(line, lambda: met.meets(calls=line.calls))
    return SimpleNamespace(look=looked, edit=edited)


def _counted(line, act):
    line.count()
    act()
    return line.up + line.down


def _cases():
    """Return the invented cases: of each what it says, and a list for each child."""
    made = ours._invented(ours.CASES)
    cases = {op.entity: list(op.value.values()) for op in made["casefile"]}
    for op in made["event"]:
        case, *said = op.value.values()
        cases[case].append(said)
    return list(cases.values())


# --------------------------------------------------------------------------------- their programs


def _pouchdb():
    """Return PouchDB's name, its program and where that runs, or nothing."""
    node, npm = shutil.which("node"), shutil.which("npm")
    room = ROOM / "pouchdb"
    packages = ["pouchdb@9", "express-pouchdb@4", "express@4"]
    if not (node and npm) or not _installs([npm, "install", "--no-audit", *packages], room):
        return None
    # A program of Node looks for packages beside itself.
    program = shutil.copy(KIT / "peer_pouchdb.js", room)
    return "PouchDB", [node, str(program)], room


def _anki():
    """Return Anki's name, its program and where that runs, or nothing."""
    room = ROOM / "anki"
    python = room / "venv" / "bin" / "python"
    made = python.exists() or _installs([sys.executable, "-m", "venv", "venv"], room)
    if not made or not _installs([str(python), "-m", "pip", "install", "anki==26.9.3"], room):
        return None
    return "Anki", [str(python), str(KIT / "peer_anki.py")], room


def _installs(command, room):
    """Return whether something can be installed, which it says where it cannot."""
    room.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(command, cwd=room, check=True, capture_output=True, timeout=INSTALLING_S)
    except (subprocess.SubprocessError, OSError):
        sys.stdout.write(f"  {room.name} does not install here, and is not measured\n")
        return False
    return True


def _measured(command, room):
    """Return of each step how many bytes went and came, and the seconds that the peer tells."""
    with _talks(command, room) as (say, hear), closing(Relay(int(hear()))) as line:
        say(line.port)
        return {step: _step(line, step, say, hear) for step in STEPS}


def _step(line, step, say, hear):
    line.count()
    say(step)
    seconds = float(hear())
    return SimpleNamespace(seconds=seconds, told=line.up + line.down)


@contextmanager
def _talks(command, room):
    """Run a program of a peer; yield what speaks to it and what listens."""
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [*command, folder], cwd=room, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as program,
    ):

        def say(word):
            program.stdin.write(f"{word}\n")
            program.stdin.flush()

        yield say, program.stdout.readline
        program.stdin.close()
