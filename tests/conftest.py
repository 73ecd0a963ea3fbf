"""What many tests need: a clock, a template of a real encrypted workbook, and copies of it."""

from __future__ import annotations

import os
import sys
from functools import partial

import pytest
from hypothesis import settings
from make import Clock, Desks, Template

import texts
from db import keys
from db.cost import FLOOR
from texts.language import OnPaper, write_letters

# The window is tested without a screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The command line speaks the language of its terminal; tests compare English.
for _name in ("LC_ALL", "LC_MESSAGES"):
    os.environ.pop(_name, None)
os.environ["LANG"] = "C.UTF-8"
# A busy machine is no defect: nothing is judged by how long it took.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")


@pytest.fixture(autouse=True)
def _as_a_program_begins():
    """Begin in the language and the look a program begins in, whatever the test before had."""
    texts.use("en")
    write_letters(OnPaper())
    looks = sys.modules.get("desktop.look")
    if looks is not None:
        looks.use(looks.Look())
    windows = sys.modules.get("PySide6.QtGui")
    if windows is not None and windows.QGuiApplication.instance() is not None:
        # The language of the window before may have run from right to left.
        leftmost = sys.modules["PySide6.QtCore"].Qt.LayoutDirection.LeftToRight
        windows.QGuiApplication.setLayoutDirection(leftmost)


@pytest.fixture
def cheap_keys(monkeypatch):
    """Let keys of restored workbooks cost the least: what they cost is tested elsewhere."""
    cheap = partial(keys.Newcomer, cost=FLOOR)
    monkeypatch.setattr("desktop.bootstrap.keys.Newcomer", cheap)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    return Template(tmp_path_factory.mktemp("template") / "home")


@pytest.fixture
def desks(template, tmp_path, clock):
    desks = Desks(template, tmp_path / "home", clock)
    yield desks
    desks.close()
