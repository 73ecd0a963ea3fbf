"""Every line of a letter has its room: it touches no other, and nothing leaves the margins."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, pairwise

import pytest
from letters import facts
from reading import page_texts, seen
from told_everything import page, told

import texts
from reports.letter import letter_pdf
from reports.page import EDGES

KINDS = ("cash", "health", "legal", "mhpss", "police", "shelter", "social")
LANGUAGES = sorted(texts.letter_languages())
# In points: the tail of a letter may reach a little beyond where it stands.
LEANING = 2.0
# Signs whose baselines are nearer than this stand on one line.
ONE_LINE = 6.0


def taking_turns():
    """Return every language with every kind of service; in `make test` each has one of them."""
    for turn, language in enumerate(LANGUAGES):
        for at, kind in enumerate(KINDS):
            marks = () if at == turn % len(KINDS) else pytest.mark.soak
            yield pytest.param(language, kind, marks=marks)


def lines(signs):
    """Return the signs of each line, from the top down."""
    ordered = sorted(signs, key=lambda one: -one.baseline)
    return [list(line) for _, line in groupby(ordered, key=lambda one: round(one.baseline, 1))]


def touching(signs):
    """Return each pair of signs of two lines of which one reaches into the other's ink."""
    found = []
    for upper, lower in pairwise(lines(signs)):
        if upper[0].baseline - lower[0].baseline > ONE_LINE:
            found += [
                (one.character, other.character)
                for one in upper
                for other in lower
                if other.top > one.bottom and one.left < other.right and other.left < one.right
            ]
    return found


@pytest.mark.parametrize(("language", "kind"), list(taking_turns()))
def test_no_line_touches_another_and_nothing_leaves_the_margins(language, kind):
    data = page(language, kind)
    for at in range(len(page_texts(data))):
        signs = seen(data, at)
        assert touching(signs) == []
        assert min(one.left for one in signs) > EDGES[0] - LEANING
        assert max(one.right for one in signs) < EDGES[1] + LEANING


def test_lines_that_touch_are_found():
    signs = seen(page("my", "legal"))
    nearer = [replace(one, bottom=one.bottom - 30) for one in signs]
    assert touching(nearer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_of_any_language_is_the_same_bytes_each_time(language):
    once, again = (letter_pdf(told(language, "cash"), facts()) for _ in range(2))
    assert once == again
