"""What the worker asks in her own words: short, without unseen signs, looked through."""

from __future__ import annotations

import pytest

from casework.asked import ASKED_LIMIT, AskedTooLong, Caution, as_asked, cautions
from casework.disclosure import Preview, Reason, Withheld

HELD = Preview(
    (),
    (
        Withheld("name_used", "Plainly Invented", Reason.NOT_AGREED),
        Withheld("exploitation_history", "Survival sex, by debts", Reason.NOT_NEEDED),
    ),
)


def test_words_become_one_line_without_unseen_signs() -> None:
    assert as_asked(" A check-up\n\twith  \u202ea woman\u202c doctor.\u0007 ") == (
        "A check-up with a woman doctor."
    )


def test_joiners_that_spelling_needs_stay() -> None:
    assert as_asked("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u06cc\u0645") == (
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u06cc\u0645"
    )


def test_a_letter_takes_no_more_than_its_limit_and_no_error_repeats_the_words() -> None:
    assert len(as_asked("x" * ASKED_LIMIT)) == ASKED_LIMIT
    with pytest.raises(AskedTooLong) as refused:
        as_asked("x" * (ASKED_LIMIT + 1))
    assert "x" not in str(refused.value)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("A general check-up. Mornings are best.", set()),
        ("Two visits, 20 minutes each", set()),
        ("Call +000 55 765 4321", {Caution.PHONE}),
        ("\u0660\u0660\u0660\u0665\u0665\u0661\u0662", {Caution.PHONE}),
        ("It happened on 12.3.2026", {Caution.DAY}),
        ("Since 2026-03-01", {Caution.DAY}),
        ("Please see Invented soon", {Caution.HELD_BACK}),
        ("There was SURVIVAL SEX", {Caution.HELD_BACK}),
        ("A woman who survives", set()),
    ],
)
def test_what_the_words_seem_to_tell_is_noticed(asked, found) -> None:
    assert cautions(asked, HELD) == found
