"""Every page of the file that is put back as it was is seen by the check."""

from __future__ import annotations

import pytest
from oldpages import History, put_back


@pytest.fixture
def history(template, tmp_path):
    history = History(template, tmp_path / "home", seed=1)
    history.open_case()
    yield history
    history.desks.close()


# Step by step and for long histories, see the soak.
@pytest.mark.parametrize(
    "steps",
    [
        (History.open_case, History.hear_again),
        (History.agree_and_write,),
        (History.hear_of_an_experience, History.welcome_a_colleague),
    ],
    ids=lambda steps: "-".join(step.__name__ for step in steps),
)
def test_no_old_page_goes_unseen(history, steps) -> None:
    before = history.kept()
    for step in steps:
        step(history)
    meant, unseen = put_back(history, [before])
    assert (meant > 10, unseen) == (True, [])
