"""What many tests need: a clock, a template of a real encrypted workbook, and copies of it."""

from __future__ import annotations

import pytest
from make import Clock, Desks, Template


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
