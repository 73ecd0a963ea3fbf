"""The arrows run downward; each contract holds, and each would notice being broken."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from measure import HOUSE, PRODUCT, Source, outside, sources

CONTRACTS = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
NAMES = [contract["name"] for contract in CONTRACTS["contracts"]]
# For each contract a file that breaks it, as somebody in a hurry would write it.
PLANTED = {
    "Layers: arrows run downward": ("forms/hurry.py", "import casework\n"),
    "In db they run downward too": ("db/rows/hurry.py", "from db.checks import audit\n"),
    "In casework they run downward too": (
        "casework/records/hurry.py",
        "from casework.referrals import letters\n",
    ),
    "In sync they run downward too": (
        "sync/server/hurry_too.py",
        "from sync.members import roster\n",
    ),
    "In desktop they run downward too": (
        "desktop/parts/hurry.py",
        "from desktop.pages.case import page\n",
    ),
    "Only desktop knows Qt": ("reports/hurry.py", "def f():\n    import PySide6.QtWidgets\n"),
    "Only db knows SQL": ("casework/hurry.py", "def f():\n    import sqlalchemy\n"),
    "Screens and verbs go through the office": (
        "desktop/hurry.py",
        "def f():\n    from db.rows.base import Base\n",
    ),
    "Who proves figures knows neither window nor store nor paper": (
        "desktop/crash.py",
        "def f():\n    import PySide6.QtCore\n",
    ),
    "Who prints knows neither window nor store": (
        "desktop/parts/spooling.py",
        "def f():\n    import texts\n",
    ),
    "Paper sees no store": ("reports/hurry_too.py", "import db.rows.base\n"),
    "The server is blind": ("sync/server/hurry.py", "import casework.records.case\n"),
    "The merge core is pure": ("ledger/hurry.py", "import time\n"),
    "The evaluator stands alone": ("forms/expr/hurry.py", "from forms import model\n"),
}


@pytest.fixture
def copy_of_the_house(tmp_path):
    """Return a copy of our code in which things may be broken."""
    for name in PRODUCT:
        if (HOUSE / name).is_dir():
            only_code = shutil.ignore_patterns("__pycache__", "fonts", "library", "codes")
            shutil.copytree(HOUSE / name, tmp_path / name, ignore=only_code)
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    return tmp_path


def verdicts(folder):
    """Return KEPT or BROKEN for each contract."""
    command = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run(
        [command, "--no-cache", "--no-logo"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    lines = (re.fullmatch(r"(.+?) (KEPT|BROKEN)\b.*", line) for line in told.splitlines())
    return {line[1]: line[2] for line in lines if line} or told


# What imports a module by its name, and what takes a name that is no module's: a sentence's.
IMPORTERS = frozenset({"import_module", "Later"})
SPEAKERS = frozenset({"say", "plural", "fill_in"})


def called(node):
    """Return the bare name of what a call calls."""
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def named(source, ours):
    """Return which modules of ours a file names in its strings: by a name it imports them.

    Of a name that is put together when it is needed the beginning counts.
    """
    found, said = set(), set()
    for node in source.nodes:
        if isinstance(node, ast.Call) and node.args:
            first = node.args[0]
            if called(node) in SPEAKERS:
                said.add(first)
            elif called(node) in IMPORTERS and isinstance(first, ast.JoinedStr):
                found.add(getattr(first.values[0], "value", "").rstrip("."))
            elif called(node) in IMPORTERS and isinstance(first, ast.Constant):
                found.add(first.value)
    for node in source.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said:
            name, _, _ = node.value.partition(":")
            found |= {name} if "." in name else set()
    return (found & ours) - {source.module}


def write_out(folder):
    """Write what is imported by name as imports, so that the contracts see it; return how many."""
    files = sources(*PRODUCT, house=folder)
    ours, written = {source.module for source in files}, 0
    for source in files:
        if names := sorted(named(source, ours)):
            lines = "".join(f"    import {name}\n" for name in names)
            (folder / source.path).write_text(f"{source.text}\n\ndef _by_name():\n{lines}", "utf-8")
            written += len(names)
    return written


def test_every_contract_holds(copy_of_the_house):
    assert verdicts(copy_of_the_house) == dict.fromkeys(NAMES, "KEPT")


def test_every_contract_holds_for_what_is_imported_by_name_too(copy_of_the_house):
    assert write_out(copy_of_the_house) > 0
    assert verdicts(copy_of_the_house) == dict.fromkeys(NAMES, "KEPT")


def test_an_import_by_name_breaks_a_contract(copy_of_the_house):
    hurry = 'def f():\n    return kept("sync.post", "Post")\n'
    (copy_of_the_house / "casework/hurry.py").write_text(hurry, "utf-8")
    write_out(copy_of_the_house)
    assert verdicts(copy_of_the_house)["Layers: arrows run downward"] == "BROKEN"


@pytest.mark.parametrize(
    "code",
    [
        'import_module("db.store")',
        'Later("db.store")',
        'made: SqlWalls = kept("db.store", "SqlWalls", *tools)',
        'DOORS = ("texts.dates", "db.store")',
        'PAGES = {"store": "db.store:Store"}',
        'getattr(import_module(f"db.store.{name}"), verb)(desk)',
        "say(f\"error.{import_module('db.store').CODE}\")",
    ],
)
def test_a_name_is_seen_wherever_it_stands(code):
    ours = {"db.store", "forms.hurry"}
    assert named(Source("forms/hurry.py", f'"""As `db.store`."""\n{code}\n'), ours) == {"db.store"}


@pytest.mark.parametrize(
    "code", ['"""The other way round than `db.store`."""', 'say("db.store")', 'f"db.{store}"']
)
def test_what_only_reads_like_a_name_is_none(code):
    assert named(Source("forms/calm.py", f"{code}\n"), {"db", "db.store"}) == set()


def test_every_contract_notices_being_broken(copy_of_the_house):
    for path, text in PLANTED.values():
        (copy_of_the_house / path).write_text(text, "utf-8")
    assert verdicts(copy_of_the_house) == dict.fromkeys(NAMES, "BROKEN")


def test_every_contract_has_its_planted_breach():
    assert set(PLANTED) == set(NAMES)


def test_contracts_cover_every_folder_of_ours():
    there = {name for name in PRODUCT if (HOUSE / name).is_dir()}
    assert there <= set(CONTRACTS["root_packages"])


def reaches_the_net(source):
    return bool(
        outside(source) & {"asyncio", "ftplib", "http", "smtplib", "socket", "ssl", "urllib"}
    )


def test_only_the_calls_to_a_server_and_the_same_room_send_anything_anywhere():
    reaching = [source.path for source in sources(*PRODUCT) if reaches_the_net(source)]
    room = ["sync/room/finding.py", "sync/room/greeting.py", "sync/room/room.py"]
    # Whether a bus answers is asked on this machine alone.
    here = ["desktop/safety/buses.py"]
    # What was found in a thread goes back to the loop that waits; it sends nothing.
    assert reaching == [*here, "sync/line/calls.py", *room, "sync/server/threads.py"]


def test_a_way_to_the_net_is_seen():
    assert reaches_the_net(
        Source("db/hurry.py", "def f():\n    from urllib.request import urlopen\n")
    )
    assert not reaches_the_net(Source("db/calm.py", "from pathlib import Path\n"))


def waits_in_a_loop(source):
    return bool(re.search(r"\.exec_?\(|processEvents|QEventLoop", source.text))


def test_no_page_waits_in_a_loop_of_its_own():
    """What is built unheard must not wait for a hand: the key that hides would not be heard."""
    waiting = [one.path for one in sources("desktop") if waits_in_a_loop(one)]
    assert waiting == ["desktop/app.py", "desktop/pictures/picturing.py"]


def test_waiting_in_a_loop_is_seen():
    assert waits_in_a_loop(Source("desktop/pages/hurry.py", "dialog.exec()\n"))
    assert not waits_in_a_loop(Source("desktop/pages/calm.py", "dialog.open()\n"))


def asks_for_nobody(source):
    """Return what asks the store for itself, and is a part of no page: an answer finds it alone."""
    return [
        one.name
        for one in ast.walk(source.tree)
        if isinstance(one, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "QObject" for base in one.bases)
        and "super().__init__()" in (text := ast.unparse(one))
        and re.search(r"\bjobs\.(ask|try_to|do|draw)\(self,", text)
    ]


def test_whatever_asks_the_store_goes_with_its_page():
    """Otherwise an answer came to a page that was gone, and found its parts gone too."""
    assert {
        one.path: asks_for_nobody(one) for one in sources("desktop") if asks_for_nobody(one)
    } == {}


def test_what_outlives_its_page_is_seen():
    hurry = (
        "class Hurry(QObject):\n    def __init__(self, room):\n        super().__init__()\n"
        "        room.jobs.ask(self, room.all, self.show)\n"
    )
    assert asks_for_nobody(Source("desktop/pages/hurry.py", hurry)) == ["Hurry"]
    calm = hurry.replace("__init__()", "__init__(room)")
    assert not asks_for_nobody(Source("desktop/pages/calm.py", calm))
