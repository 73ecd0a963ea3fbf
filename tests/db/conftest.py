"""An office that did whatever changes anything at any desk: made once in a process, then copied."""

from __future__ import annotations

import pytest
from everything_done import do_everything


@pytest.fixture(scope="session")
def busy(begun, tmp_path_factory):
    return begun.grown(tmp_path_factory.mktemp("busy") / "home", do_everything)
