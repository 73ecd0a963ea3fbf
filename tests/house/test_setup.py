"""A machine with git, make and Python gets ready by itself, from the lock and nothing else."""

from __future__ import annotations

import importlib
import os
import re
import sys
import tomllib

import gone_through
import pytest
from measure import HOUSE, Source, outside

MAKEFILE = (HOUSE / "Makefile").read_text("utf-8")
RULES = dict(re.findall(r"^(\w+):([\w ]*)", MAKEFILE, re.MULTILINE))
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))
LOCKED = re.findall(
    r"^([\w.-]+)==(\S+)", (HOUSE / "requirements.lock").read_text("utf-8"), re.MULTILINE
)


def requirement(line):
    """Return the name of a requirement as the lock spells it."""
    return re.split(r"[<>=\[ ]", line)[0].lower().replace("_", "-")


def needs(word, rules):
    """Return whether making a word makes the environment first."""
    before = rules[word].split()
    return "ready" in before or any(needs(other, rules) for other in before)


@pytest.mark.parametrize("name", ["ready", "libraries", "soaking"])
def test_getting_ready_needs_nothing_installed(name):
    path = f"packaging/{name}.py"
    source = Source(path, (HOUSE / path).read_text("utf-8"))
    ours = {"__future__", "libraries", "ready"}
    assert outside(source) <= set(sys.stdlib_module_names) | ours


def test_a_missing_system_library_is_named_with_what_to_type():
    sys.path.insert(0, str(HOUSE / "packaging"))
    libraries = importlib.import_module("libraries")
    lost = {"libno-such-thing.so.9": "libno-such-thing9"}

    assert libraries.absent(lost) == lost
    assert libraries.absent({"libc.so.6": "libc6"}) == {}
    assert "libno-such-thing" in libraries._advice(lost)


def test_a_display_that_does_not_answer_is_none(monkeypatch):
    """It was left in a session that is over, and the program was aborted at its first window."""
    monkeypatch.syspath_prepend(str(HOUSE / "packaging"))
    libraries = importlib.import_module("libraries")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":4711")
    assert not libraries.has_display()


def test_where_postgresql_is_not_its_line_is_said_and_tests_go_on(monkeypatch):
    monkeypatch.syspath_prepend(str(HOUSE / "packaging"))
    libraries = importlib.import_module("libraries")
    monkeypatch.setattr(libraries, "postgres", lambda: None)
    assert "sudo apt-get install -y postgresql" in libraries.without_postgres()


def test_every_word_gets_ready_first():
    alone = {"help", "ready", "clean"}
    assert [word for word in RULES if word not in alone and not needs(word, RULES)] == []
    assert not needs("clean", RULES)


def test_every_word_is_explained():
    assert [
        word for word in RULES if not re.search(rf"^{word}:.*## \w", MAKEFILE, re.MULTILINE)
    ] == []


def test_the_gate_runs_the_tests():
    gate = HOUSE / ".ci" / "run"
    assert os.access(gate, os.X_OK)
    assert gate.read_text("utf-8").splitlines()[-1] == "exec make test"
    assert "check" in RULES["test"].split()


@pytest.mark.parametrize("group", ["product", "dev"])
def test_everything_we_name_is_locked(group):
    named = PROJECT["project"]["dependencies"]
    if group == "dev":
        named = PROJECT["dependency-groups"]["dev"]
    locked = {name.lower() for name, _ in LOCKED}
    assert {requirement(line) for line in named} - locked == set()


def test_what_only_the_soak_needs_is_locked_apart():
    lock = (HOUSE / "requirements-soak.lock").read_text("utf-8")
    pins = re.split(r"\n(?=\w)", lock.strip())
    assert all("--hash=sha256:" in pin for pin in pins)
    apart = {pin.split("==")[0] for pin in pins}
    assert {requirement(line) for line in PROJECT["dependency-groups"]["soak"]} <= apart
    assert apart & {name.lower() for name, _ in LOCKED} == set()
    assert "packaging/soaking.py" in MAKEFILE.partition("\nsoak:")[2].partition("\n\n")[0]


def test_an_exact_pin_is_the_locked_one():
    named = (line.split(";")[0] for line in PROJECT["dependency-groups"]["dev"])
    exact = dict(line.split("==") for line in named if "==" in line)
    assert exact.items() <= dict(LOCKED).items()


def test_every_folder_of_code_is_built_and_measured():
    built = set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    for checked in (
        PROJECT["tool"]["mypy"]["packages"],
        gone_through.OURS,
        PROJECT["tool"]["vulture"]["paths"],
        PROJECT["tool"]["importlinter"]["root_packages"],
    ):
        there = {name for name in built if (HOUSE / name).is_dir()}
        assert there <= set(checked)
