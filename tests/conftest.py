"""What many tests need: a clock, a template of a real encrypted workbook, and copies of it."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from shutil import disk_usage
from socket import IPPROTO_TCP, TCP_NODELAY

import derived
import measure
import pytest
from hypothesis import settings
from make import Clock, Desks, Template

import texts
from db.vault import keys
from db.vault.cost import FLOOR
from texts.language import PERSON, OnPaper, call_them, write_letters

# The window is tested without a screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The command line speaks the language of its terminal; tests compare English.
for _name in ("LC_ALL", "LC_MESSAGES"):
    os.environ.pop(_name, None)
os.environ["LANG"] = "C.UTF-8"
# Nobody's printers are touched: what destroys a workbook takes back what waits there.
os.environ["CUPS_SERVER"] = os.devnull
# A busy machine is no defect: nothing is judged by how long it took. What is drawn is the same each
# time: whoever comes new to it sees what all saw. `make soak` draws anew.
settings.register_profile("calm", deadline=None, derandomize=True)
settings.register_profile("anew", deadline=None, max_examples=400)
settings.load_profile(os.environ.get("ALONGSIDE_DRAWN", "calm"))
# A test makes and drops many things; to look through all of them as often as Python does by itself
# is a twentieth of the time.
gc.set_threshold(100_000, 50, 100)


# Where memory is plentiful workbooks stand in it: waiting for a disk is a tenth of the time.
_IN_MEMORY, _ROOM = Path("/dev", "shm"), 4 << 30


def pytest_configure(config):
    """Keep the folders of tests in memory where there is room, unless somebody said where."""
    if config.getoption("numprocesses", None):
        config.pluginmanager.register(TellsAtOnce(config.rootpath / "out"))
    if hasattr(config, "workerinput"):
        _begin_apart(config)
    there = _IN_MEMORY.is_dir() and os.access(_IN_MEMORY, os.W_OK)
    if there and disk_usage(_IN_MEMORY).free >= _ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_IN_MEMORY))


def pytest_sessionstart(session):
    """Let no process wait to be asked: before each test it asks how often that one failed.

    It says something and asks something, and the second waited 40 ms until the first was heard:
    two thirds of all tests take less.
    """
    asks = getattr(getattr(session.config, "failures_db", None), "sock", None)
    if asks is not None and hasattr(session.config, "workerinput"):
        asks.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)


class TellsAtOnce:
    """Says what failed as soon as it did: a long run that is ended says nothing at its end.

    Also what ran before it in the same process: an order of chance does not come again by itself.
    """

    def __init__(self, folder):
        self._folder, self._before = folder, {}

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report):
        """Hear what came of a test, in the process that shares them out."""
        before = self._before.setdefault(getattr(report, "worker_id", "one"), {})
        before[report.nodeid] = None
        if report.outcome in {"failed", "rerun"}:
            why = f"{report.longreprtext[-2000:]}\n{report.capstderr[-2000:]}"
            order = self._folder / f"order-{len(before)}.txt"
            order.parent.mkdir(exist_ok=True)
            order.write_text("\n".join(before), "utf-8")
            sys.stderr.write(
                f"\n{report.outcome}: {report.nodeid}\n{why}\nafter those of {order}\n"
            )
            sys.stderr.flush()


_DONE, _OFTEN = [], 50
_STORIES = "stories"
_HERE = Path(__file__).parent
_WIDE = {
    place: int(every) if every else 0
    for name in ("wide.txt", "again.txt")
    for line in (_HERE / name).read_text("ascii").splitlines()
    if line and not line.startswith("#")
    for place, _, every in [line.partition(" every ")]
}


def _is_all(config):
    """Return whether this is the run of `make test`."""
    return config.getoption("markexpr") == "not soak and not wide"


def pytest_ignore_collect(collection_path, config):
    """Read no file of which nothing would be run."""
    return True if _is_all(config) and collection_path.parent.name == "soak" else None


def _begin_apart(config):
    """Let each process begin to read in another folder: what one has compiled the others find.

    In a new clone each compiled every file side by side with the others, seven seconds of it.
    """
    if config.args != config.getini("testpaths") or not _is_all(config):
        return
    folders = sorted({path.parent for path in _HERE.glob("*/test_*.py")})
    folders = [str(one) for one in folders if one.name not in {"house", "soak"}]
    worker = config.workerinput
    first = len(folders) * int(worker["workerid"].removeprefix("gw")) // worker["workercount"]
    config.args[:] = folders[first:] + folders[:first]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """Whatever chance says, long ones begin early."""
    items.sort(key=_module)  # in one order, wherever each process began
    for item in items:
        if item.path.parent.name == _STORIES:
            item.add_marker("long")
    _mark_wide(items)
    yield
    _begin_early(items)


def _module(item):
    return _named(str(item.path))


@cache
def _named(path):
    return Path(path).relative_to(_HERE).as_posix()


def _mark_wide(items):
    """Mark what is more of the same, where it is left out of the run of all."""
    cases = {}
    for item in items:
        cases.setdefault((_module(item), item.originalname), []).append(item)
    for (module, function), some in cases.items():
        every = _WIDE.get(f"{module}::{function}", _WIDE.get(module))
        if every is None:
            continue
        some.sort(key=lambda item: item.name)
        staying = some[::every] if every else ()
        for item in some:
            if item not in staying:
                item.add_marker("wide")


def _begin_early(items):
    """Spread what takes long over the first quarter: else one process may have it at the end.

    The tests of a file stay together, as they have things in common. Those of the exchange, which
    take longest, are the first.
    """
    files, others = {}, []
    for item in items:
        is_long = item.get_closest_marker("long")
        (files.setdefault(item.path, []) if is_long else others).append(item)
    for number, path in reversed(list(enumerate(sorted(files, reverse=True)))):
        place = len(others) * number // (4 * len(files))
        while 0 < place < len(others) and others[place - 1].path == others[place].path:
            place += 1
        others[place:place] = files[path]
    items[:] = others


def pytest_runtest_logfinish(location):
    """Look now and then for windows that nobody has any more: Python does it hardly ever here.

    Where they stay, a process of the run holds a gigabyte in the end, and all it does takes a fifth
    longer. What a test of code has read goes first: to look through it takes half a second.
    """
    if Path(location[0]).parent.name == "house":  # no window, and each asks for the same code
        return
    _DONE.append(True)
    if len(_DONE) == _OFTEN:
        _DONE.clear()
        measure.forget()
        gc.collect()


def pytest_collection_finish():
    """Let the window not look through ten thousand tests whenever it tidies up."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish():
    """Look through all that was made once, not five times and again while it is let go of."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _as_a_program_begins():
    """Begin in the language and the look a program begins in, whatever the test before had."""
    texts.use("en")
    write_letters(OnPaper())
    call_them(PERSON)
    looks = sys.modules.get("desktop.look")
    if looks is not None:
        looks.use(looks.Look())
    windows = sys.modules.get("PySide6.QtGui")
    if windows is not None and windows.QGuiApplication.instance() is not None:
        # The language of the window before may have run from right to left.
        leftmost = sys.modules["PySide6.QtCore"].Qt.LayoutDirection.LeftToRight
        windows.QGuiApplication.setLayoutDirection(leftmost)
        _dress()


@pytest.fixture(scope="session", autouse=True)
def _seen_by_somebody():
    """Let parts of the window be dressed as in a window, also where none was open before."""
    if "PySide6.QtWidgets" in sys.modules:
        import_module("desktop.app").application()
        _dress()


def _dress():
    """Put on what a window without settings puts on, where something else is worn.

    What is worn already stays: to put it on anew for each test costs a minute of all.
    """
    look = import_module("desktop.look").look()
    application = sys.modules["PySide6.QtWidgets"].QApplication.instance()
    if application is not None and application.styleSheet() != (sheet := _sheet_of(look)):
        application.setStyleSheet(sheet)
        application.setFont(look.font())
        application.setPalette(import_module("desktop.look.palette").palette_of(look))


@cache
def _sheet_of(look):
    """Return the style sheet of a look."""
    return import_module("desktop.look.sheet").sheet_of(look)


@pytest.fixture(scope="session", autouse=True)
def _derived_once():
    """Spare verbs that are typed one after the other most of their time."""
    with derived.each_once():
        yield


@pytest.fixture
def cheap_keys(monkeypatch):
    """Let keys of restored workbooks cost the least: what they cost is tested elsewhere."""
    cheap = partial(keys.Newcomer, cost=FLOOR)
    monkeypatch.setattr("desktop.bootstrap.keys.Newcomer", cheap)


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    return Template(tmp_path_factory.mktemp("template") / "home")


@pytest.fixture(scope="session")
def begun(template, tmp_path_factory):
    """Return a template with a case that agreed to a letter, and whom a supervisor sees."""
    return template.grown(tmp_path_factory.mktemp("begun") / "home", _begin)


def _begin(desks):
    case = desks.visit()
    desks.agree(case)
    desks.step_in(case)
    return case


@pytest.fixture(scope="session")
def grown(template, tmp_path_factory):
    """Return what gives a template of what stands after some work, made once in a process."""

    @cache
    def after(begin):
        return template.grown(tmp_path_factory.mktemp("grown") / "home", begin)

    return after


@pytest.fixture
def start(request, template, grown):
    """Return where tests start: founded, or after the work that their file is marked with."""
    mark = request.node.get_closest_marker("begins")
    return grown(mark.kwargs["after"]) if mark else template


@pytest.fixture
def case(start):
    """Return what the work came to that a file is marked with: its case."""
    return start.kept


@pytest.fixture
def home(start, tmp_path):
    """Return the folder of a workbook as tests start with it, closed."""
    return start.copy(tmp_path / "home")


@pytest.fixture
def kept(case, home):
    """Return that case, with its workbook in its folder, closed."""
    assert home.is_dir()
    return case


@pytest.fixture
def clock(start):
    return Clock(start.begins)


@pytest.fixture
def desks(start, tmp_path, clock):
    desks = Desks(start, tmp_path / "home", clock)
    yield desks
    desks.close()


@pytest.fixture
def stick(tmp_path):
    """Return a folder on another disk than that of the tests."""
    disks = _IN_MEMORY, Path(tempfile.gettempdir())
    others = [one for one in disks if one.is_dir() and one.stat().st_dev != tmp_path.stat().st_dev]
    if not others:
        pytest.skip("this machine has one disk")
    with tempfile.TemporaryDirectory(dir=others[0]) as folder:
        yield Path(folder)
