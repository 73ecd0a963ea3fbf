"""The figures of a team's work, as they are read: averages of days are told in whole days."""

from __future__ import annotations

from dataclasses import replace

import pytest

import texts
from casework.team.workload import quality_of
from desktop.pages.team.words import quality_rows


@pytest.fixture(autouse=True)
def _as_before():
    spoken = texts.current().code
    yield
    texts.use(spoken)


@pytest.mark.parametrize(
    ("language", "days", "said"),
    [
        ("en", 2386.2, "2,386 days on average"),
        ("en", 1.3, "1 day on average"),
        ("en", 0.2, "0 days on average"),
        ("ar", 2386.2, "2,386 يومًا في المتوسط"),
        ("ar", 3.4, "3 أيام في المتوسط"),
    ],
)
def test_an_average_of_days_is_told_in_whole_days(language, days, said):
    texts.use(language)
    told = dict(quality_rows(replace(quality_of(()), days_to_close=days)))
    assert told[texts.say("team.figure.days_to_close")] == said
    assert told[texts.say("team.figure.delay")] == texts.say("team.none_known")
