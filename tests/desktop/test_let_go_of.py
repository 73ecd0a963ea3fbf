"""A window that was closed is let go of, with all that it showed."""

from __future__ import annotations

import gc
from weakref import ref

from drive import open_window


def test_nothing_holds_a_window_that_is_closed(template, tmp_path):
    """Else a case stands in memory as long as the program does."""
    gone = []
    for number in range(2):
        with open_window(template, tmp_path / str(number)) as drive:
            gone += [ref(drive.window), ref(drive.window.workspace), ref(drive.page)]
        del drive
    gc.collect()
    assert [one() for one in gone] == [None] * len(gone)
