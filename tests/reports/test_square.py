from __future__ import annotations

import pytest
from letters import CHECK, NUMBER, TODAY, disclosure, facts, recipient
from reading import figures
from square_reader import read_square

from reports.letter import letter_pdf, recall_pdf


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_square_holds_the_reference_and_the_check_code_and_nothing_else(language):
    for data in (
        letter_pdf(disclosure(language), facts(language)),
        recall_pdf(recipient(language), facts(language), language, TODAY),
    ):
        ((page, box),) = figures(data)
        assert read_square(data, box, page) == f"{NUMBER} {CHECK}"


def test_the_square_stands_where_the_slip_ends_in_each_direction():
    ((_, leftward),) = figures(letter_pdf(disclosure("ar"), facts("ar")))
    ((_, rightward),) = figures(letter_pdf(disclosure("en"), facts("en")))
    assert leftward[2] < 200
    assert rightward[0] > 400
    assert leftward[2] - leftward[0] == rightward[2] - rightward[0] == 42
