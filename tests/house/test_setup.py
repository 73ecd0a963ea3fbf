"""A machine with git, make and Python gets ready by itself, from the lock and nothing else."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
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


def _stands_in(folder, name, version):
    """Put a program that says it is a Python of some version where it is found by name."""
    told = f"import sys; sys.version_info = {(*version, 0)}; exec(sys.argv[1])"
    made = folder / name
    made.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{told}" "$2"\n', "utf-8")
    made.chmod(0o755)


@pytest.mark.parametrize(
    ("there", "chosen"),
    [
        ({"python3": (3, 15), "python3.14": (3, 14), "python3.11": (3, 11)}, "python3.14"),
        ({"python3": (3, 9), "python3.12": (3, 12)}, "python3.12"),
        ({"python3": (3, 15)}, "python3"),
        ({"python3": (3, 10)}, ""),
    ],
)
def test_a_python_is_chosen_for_which_there_are_packages(tmp_path, there, chosen):
    for name, version in there.items():
        _stands_in(tmp_path, name, version)
    # The system's own stands first where there is one: it is left out here.
    found = MAKEFILE.split("PYTHON := $(shell ")[1].split(")\nBIN")[0]
    script = found.replace("$$", "$").replace("/usr/bin/python3 ", "")
    path = {"PATH": f"{tmp_path}:/bin-of-nobody"}
    done = subprocess.run(
        ["/bin/sh", "-c", script], capture_output=True, text=True, env=path, check=False
    )
    assert done.stdout.strip() == (str(tmp_path / chosen) if chosen else "")


def test_a_python_without_packages_is_told_which_to_install(monkeypatch, capsys):
    monkeypatch.syspath_prepend(str(HOUSE / "packaging"))
    ready = importlib.import_module("ready")
    monkeypatch.setattr(sys, "version_info", (*ready.TOO_NEW, 2))
    assert ready.main() == 1
    newest = f"python3.{ready.TOO_NEW[1] - 1}"
    assert f"sudo apt-get install -y {newest} {newest}-venv" in capsys.readouterr().err
    assert f"for p in /usr/bin/python3 python3 {newest} " in MAKEFILE
    assert f"sys.version_info < {ready.TOO_NEW}" in MAKEFILE


def test_a_missing_system_library_is_named_with_what_to_type():
    sys.path.insert(0, str(HOUSE / "packaging"))
    libraries = importlib.import_module("libraries")
    lost = {"libno-such-thing.so.9": "libno-such-thing9"}

    assert libraries.absent(lost) == lost
    assert libraries.absent({"libc.so.6": "libc6"}) == {}
    assert "libno-such-thing" in libraries._advice(lost)


@pytest.mark.parametrize(
    ("manager", "typed", "server"),
    [
        ("apt-get", "sudo apt-get install -y libno-such-thing9", "postgresql"),
        ("dnf", "sudo dnf install -y 'libno-such-thing.so.9()(64bit)'", "postgresql-server"),
        ("zypper", "sudo zypper install -y 'libno-such-thing.so.9()(64bit)'", "postgresql-server"),
        ("", "    libno-such-thing.so.9", "postgresql"),
    ],
)
def test_what_to_type_is_told_in_the_way_of_the_system(
    monkeypatch, tmp_path, manager, typed, server
):
    monkeypatch.syspath_prepend(str(HOUSE / "packaging"))
    libraries = importlib.import_module("libraries")
    if manager:
        (tmp_path / manager).write_text("", "utf-8")
        (tmp_path / manager).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(libraries, "postgres", lambda: None)
    assert libraries._advice({"libno-such-thing.so.9": "libno-such-thing9"}).endswith(typed)
    assert libraries.without_postgres().endswith(f"install -y {server}")


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
    assert "install -y postgresql" in libraries.without_postgres()


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
