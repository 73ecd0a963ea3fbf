"""Starting: the window without a verb, nothing heavy before it is seen, the next one after it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from listing import given, told
from vaults import make_vault, run_child

from desktop.command.opening import opening
from desktop.command.parser import build

HERE = Path(__file__).parents[2]
HEAVY = (
    "PySide6.QtDBus",
    "alembic",
    "babel",
    "cryptography",
    "icu4py",
    "numpy",
    "pikepdf",
    "pypdfium2",
    "pyxform",
    "qtawesome",
    "reportlab",
    "sqlalchemy",
    "sqlcipher3",
    "uharfbuzz",
    "yaml",
)
# What only deriving keys, writing, dates of other languages, letters or the web of it all need.
LATER = (
    *("alembic", "babel", "concurrent.futures.process", "cryptography", "ctypes", "ssl"),
    *("icu4py", "mnemonic", "nacl", "pyrage", "qtawesome", "reportlab", "sqlalchemy"),
    *("xkcdpass", "yaml"),
    # Half a MiB each, for the address of a file, the folder of a table, the end of a month.
    *("calendar", "importlib.resources", "ipaddress", "locale", "urllib.parse"),
    # Every sign that has a name in pages of the web, for a line of which a part is stressed.
    "html.entities",
    *("casework.records.conflict", "casework.disclosure", "desktop.saying.words"),
    *("db.answers.stored", "db.cases.search", "db.rows.tables", "db.vault.copying"),
    *("db.vault.keys", "db.vault.recovery", "db.vault.slots"),
    *("desktop.pages.case.page", "desktop.pages.form.page", "desktop.pages.unlock", "reports"),
)
LISTED = """
import sys
import window_start
window_start.cold(*sys.argv[1:])
print(*sorted(sys.modules))
"""
# What only who cannot get in, or a new laptop, needs at the page that asks, printers above all; and
# what stands around the pages behind it.
NOT_ASKED = (
    *("desktop.frame.greeting", "desktop.frame.rechecking", "desktop.frame.workspace"),
    *("PySide6.QtPrintSupport", "desktop.exchange.joining", "desktop.pages.way_back"),
    *("desktop.parts.choosing", "desktop.parts.new_passphrase", "desktop.parts.printing"),
    "desktop.parts.dropped",
)
ASKED = """
import sys
import window_start
window_start.asks(sys.argv[1])
print(*sorted(sys.modules))
"""
# Qt makes a class when it is first named: this one takes 8 ms and half a MiB.
MADE = "print('QStyle' in vars(sys.modules['PySide6.QtWidgets']))"
OURS = ("casework", "db", "desktop.bootstrap", "forms", "ledger", "reports")
SEE = """
import sys
from pathlib import Path
from desktop import __main__, app
from desktop.frame.settings import load
from desktop.frame.window import Window

made = app.application()
for name in sys.argv[1:]:
    home, _, cover = name.partition(":")
    window = Window(Path(home), load(Path(home)), print, covered=bool(cover))
    seen = app.FirstPaint(window)
    seen.seen.connect(made.quit)
    window.show()
    made.exec()
    print("seen")
print(*sorted(sys.modules))
app.warm()
print(*sorted(sys.modules))
"""


@pytest.fixture
def vault(tmp_path):
    return make_vault(tmp_path)


def seen(*homes):
    told = subprocess.run(
        [sys.executable, "-c", SEE, *homes],
        capture_output=True,
        text=True,
        check=True,
        cwd=HERE,
    ).stdout.splitlines()
    return told[:-2], set(told[-2].split()), set(told[-1].split())


def test_nothing_heavy_is_imported_before_the_window_is_seen(tmp_path):
    # An empty file is enough: nothing is opened before somebody asks for it.
    for name in ("en", "ar"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "workbook.db").touch()
    (tmp_path / "ar" / "window.json").write_text('{"language": "ar", "theme": "dark"}')
    told, modules, warmed = seen(
        str(tmp_path / "en"), str(tmp_path / "ar"), str(tmp_path / "new"), f"{tmp_path / 'en'}:c"
    )

    assert told == ["seen"] * 4
    assert "desktop.pages.unlock" in modules
    assert "desktop.pages.first_run.page" in modules
    assert [name for name in (*HEAVY, *OURS) if name in modules] == []
    # While somebody types a name, what opening needs is fetched.
    assert {"desktop.bootstrap", "desktop.frame.workspace"} <= warmed


def shown(script, *words):
    """Return what a program imports that shows a page, and whether it made the costly class."""
    names, made = told(script + MADE, *words)
    return set(names.split()), made


def of_python():
    """Return what Python itself imports for the paths of files: before 3.12 half of the web."""
    said = "import pathlib, sys; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    return set(ran.stdout.split())


def test_the_page_that_asks_for_the_passphrase_imports_nothing_for_who_forgot_it(tmp_path):
    (tmp_path / "workbook.db").touch()
    modules, made = shown(ASKED, str(tmp_path))

    assert "desktop.pages.unlock" in modules
    assert [name for name in NOT_ASKED if name in modules] == []
    assert made == "False"


def test_nothing_that_only_later_clicks_need_is_imported_before_the_list_is_seen(desks):
    desks.agree(desks.visit())
    desks.store.close()
    # The first time she is known by other keys, and that is written down.
    for _ in range(2):
        modules, made = shown(LISTED, *given(desks))

    assert "desktop.pages.cases.page" in modules
    assert [name for name in LATER if name in modules - of_python()] == []
    assert made == "False"


def test_importing_is_not_looked_at_by_qt():
    kept = "import builtins, desktop.app; print(builtins.__import__)"
    told = subprocess.run(
        [sys.executable, "-c", kept], capture_output=True, text=True, check=True, cwd=HERE
    ).stdout

    assert "__feature_import__" not in told
    assert "import__>" in told


def test_nothing_is_tidied_up_while_what_stays_is_imported():
    first = "import gc, desktop.frame; print(gc.isenabled())"
    told = subprocess.run(
        [sys.executable, "-c", first], capture_output=True, text=True, check=True, cwd=HERE
    ).stdout

    assert told == "False\n"


def test_no_text_of_ours_is_read_and_kept_by_qt():
    kept = "import linecache, desktop.app; print(*[f for f, a in linecache.cache.items() if a[2:]])"
    told = subprocess.run(
        [sys.executable, "-c", kept], capture_output=True, text=True, check=True, cwd=HERE
    ).stdout.split()

    assert [file for file in told if str(HERE / "desktop") in file or "texts" in file] == []


def test_hashes_are_those_of_python_itself_and_the_same():
    made = (
        "import desktop, hashlib, hmac, secrets, sys, uuid;"
        "print(sys.modules.get('_hashlib'), hashlib.sha256(b'').hexdigest()[:8],"
        " hashlib.blake2b(b'').hexdigest()[:8], hashlib.new('md5', b'').hexdigest()[:8],"
        " hmac.new(b'key', b'', 'sha256').hexdigest()[:8], hmac.compare_digest(b'a', b'b'))"
    )
    # Whatever measures how much is tested imports hashes before anything of ours begins.
    alone = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    told = subprocess.run(
        [sys.executable, "-c", made],
        capture_output=True,
        text=True,
        check=True,
        cwd=HERE,
        env=alone,
    ).stdout

    assert told.split() == ["None", "e3b0c442", "786a02f7", "d41d8cd9", "5d5d1395", "False"]


def test_the_program_that_stands_in_for_another_says_when_it_is_seen(tmp_path):
    command = [sys.executable, "-m", "desktop", "--home", str(tmp_path), "--after", "hide"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE) as started:
        said = started.stdout.readline()
        started.terminate()

    assert said == "standing\n"
    assert list(tmp_path.iterdir()) == []


def test_it_stands_also_where_whoever_started_it_has_not_waited(tmp_path):
    """On a slow laptop it ended where the hidden window had been."""
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtCore import QTimer\n"
        "from desktop import app\n"
        "made, (heard, said) = app.application(), os.pipe()\n"
        "os.close(heard)\n"
        "sys.stdout = os.fdopen(said, 'w')\n"
        "ends = QTimer(interval=10)\n"
        "ends.timeout.connect(made.quit)\n"
        "ends.start()\n"
        "sys.exit(app.run(Path(sys.argv[1]), after='hide'))\n"
    )
    stood = run_child(code, str(tmp_path))
    assert (stood.returncode, stood.stderr) == (0, "")


@pytest.mark.parametrize(
    "leaves", ["app.hand_over(home, 'hide')", "safety.panic.panic(home)"], ids=["hide", "panic"]
)
def test_where_no_other_can_be_started_whoever_hides_or_destroys_ends_all_the_same(vault, leaves):
    """What had been read stayed in the memory of a program that nobody saw any more."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "sys.executable = '/nowhere/python'\n"
        "from desktop import app\n"
        "import desktop.safety.panic\n"
        "from desktop import safety\n"
        "home = Path(sys.argv[1])\n"
        "try:\n"
        f"    {leaves}\n"
        "finally:\n"
        "    print('goes on', flush=True)\n"
    )
    ended = run_child(code, str(vault.home))
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert vault.slots.exists() == ("hide" in leaves)


@pytest.mark.parametrize(
    "typed", [["cases"], ["--home", "x", "check"], ["-h"], ["--json"], ["--afterwards", "hide"]]
)
def test_whatever_is_more_than_opening_the_window_goes_to_the_verbs(typed):
    assert opening(typed) is None


def test_without_a_verb_the_window_opens_where_it_was_told():
    assert opening([]).home is None
    asked = opening(["--home", "elsewhere", "--after", "lock"])
    assert (asked.home, asked.after) == (Path("elsewhere"), "lock")


def test_what_only_the_program_itself_says_stands_in_no_help():
    assert "--after" not in build().format_help()
