"""A paper on its way to its place: whole there or nowhere, whatever ends the program meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from vaults import HOUSE

from desktop.safety.half_written import abandon, writing

WORDS = b"%PDF EX-NAME"
NAMELESS = pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="files have names at once here")
ENDS = {
    "hide": "app.hand_over(Path(folder), 'hide')",
    "panic": "panic.panic(Path(folder) / 'home')",
    "kill": "os.kill(os.getpid(), signal.SIGKILL)",
}
# A stick that takes its time: the paper is written, and the system is asked whether it lies there.
BESIDE = """
import os, signal, sys, threading
from pathlib import Path
from desktop import app
from desktop.safety import panic
from desktop.parts.paper_out import write_one
app.OURS = panic.OURS = [sys.executable, "-c", "print('standing')"]
folder, named, end = sys.argv[1:]
if named == "named":
    del os.O_TMPFILE
begun = threading.Event()
def slow(handle):
    begun.set()
    threading.Event().wait()
os.fsync = slow
target = Path(folder) / "letter.pdf"
threading.Thread(target=write_one, args=(target, b"%PDF EX-NAME"), daemon=True).start()
begun.wait()
print(*os.listdir(folder), flush=True)
exec(end)
"""


@pytest.fixture(params=["nameless", "named"])
def _both(request, monkeypatch):
    """Write as on a disk of Linux, and as on a stick."""
    if request.param == "named":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)


def names(folder):
    return sorted(one.name for one in folder.iterdir())


@pytest.mark.usefixtures("_both")
@pytest.mark.parametrize("before", [None, b"another"])
def test_a_whole_paper_stands_in_its_place_for_its_owner_alone(tmp_path, before):
    place = tmp_path / "letter.pdf"
    if before is not None:
        place.write_bytes(before)
    with writing(place) as file:
        file.write(WORDS)
        assert not place.exists() or place.read_bytes() == before
    assert names(tmp_path) == ["letter.pdf"]
    assert place.read_bytes() == WORDS
    if sys.platform != "win32":
        assert place.stat().st_mode & 0o777 == 0o600


@NAMELESS
def test_until_it_is_whole_it_has_no_name(tmp_path):
    with writing(tmp_path / "letter.pdf") as file:
        file.write(WORDS)
        file.flush()
        assert names(tmp_path) == []


def given_up(place, stood):
    with writing(place) as file:
        file.write(WORDS)
        file.flush()
        abandon()
        assert names(place.parent) == stood


@pytest.mark.usefixtures("_both")
@pytest.mark.parametrize("before", [None, b"another"])
def test_what_is_given_up_is_gone_at_once_and_never_comes(tmp_path, before):
    place = tmp_path / "letter.pdf"
    if before is not None:
        place.write_bytes(before)
    stood = names(tmp_path)
    with pytest.raises(OSError, match="cancel"):
        given_up(place, stood)
    assert names(tmp_path) == stood
    assert before is None or place.read_bytes() == before


@pytest.mark.usefixtures("_both")
def test_what_fails_leaves_nothing_and_the_next_one_is_written(tmp_path):
    place = tmp_path / "letter.pdf"
    with pytest.raises(TypeError), writing(place) as file:
        file.write(WORDS.decode())
    assert names(tmp_path) == []
    abandon()
    with writing(place) as file:
        file.write(WORDS)
    assert place.read_bytes() == WORDS


@pytest.mark.usefixtures("_both")
def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileNotFoundError), writing(tmp_path / "none" / "letter.pdf"):
        pass


@pytest.mark.parametrize(
    ("named", "end"),
    [
        *(pytest.param("nameless", end, marks=NAMELESS) for end in ENDS),
        *(("named", end) for end in ("hide", "panic")),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be taken away there")
def test_whatever_ends_the_program_leaves_no_paper_on_a_slow_stick(tmp_path, named, end):
    done = subprocess.run(
        [sys.executable, "-c", BESIDE, str(tmp_path), named, ENDS[end]],
        cwd=HOUSE,
        env=os.environ | {"PYTHONPATH": str(HOUSE), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == (-signal.SIGKILL if end == "kill" else 0), done.stderr[-2000:]
    assert done.stdout.count(".part") == (named == "named")
    assert names(tmp_path) == []
