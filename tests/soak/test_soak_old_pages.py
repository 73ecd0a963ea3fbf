"""Old pages put back after many different histories."""

from __future__ import annotations

import os

import pytest
from oldpages import History, put_back

HISTORIES = int(os.environ.get("SOAK_HISTORIES", "100"))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(HISTORIES))
def test_no_old_page_of_any_history_goes_unseen(template, tmp_path, seed) -> None:
    history = History(template, tmp_path / "home", seed)
    olds = []
    history.go_on(1 + seed % 7 * 5)
    for steps in (12, 4, 1):
        olds.append(history.kept())
        history.go_on(steps)
    meant, unseen = put_back(history, olds)
    assert meant > 50
    assert unseen == []
