"""A workbook of which some agreed to be counted: made once, and copied by whoever needs one."""

from __future__ import annotations

import pytest
from figured import some_agreed, when_over


@pytest.fixture(scope="session")
def year(template, tmp_path_factory):
    return some_agreed(template, tmp_path_factory.mktemp("year") / "home")


@pytest.fixture
def counted(year, tmp_path):
    with when_over(year, tmp_path / "home") as desks:
        yield desks
