"""Looking through the cases is written down, and never with the words that were typed."""

from __future__ import annotations

import pytest

from db.guards.triggers import GuardRefused

LOOKS = (lambda cases: cases.all(), lambda cases: cases.find("CANARY"))


def log(desks):
    """Return action and reason of every line."""
    lines = desks.store.connection.execute("select action, reason from audit_entry order by seq")
    return [tuple(line) for line in lines]


def test_a_search_leaves_one_line_with_the_cases_it_showed_and_no_word(desks):
    case, other = desks.visit(), desks.visit()
    ids = {one.code: one.id for one in desks.office().cases.all()}
    before = len(log(desks))
    desks.office().cases.find("canary-na")
    desks.office().cases.find("nobody-of-this-name")
    assert log(desks)[before:] == [
        ("cases_searched", f"{ids[other]} {ids[case]}"),
        ("cases_searched", ""),
    ]


def test_a_listing_leaves_one_line_with_the_number_of_cases(desks):
    desks.visit()
    before = len(log(desks))
    desks.office().cases.all()
    assert log(desks)[before:] == [("cases_listed", "1")]


@pytest.mark.parametrize("look", LOOKS)
def test_cases_are_not_shown_when_the_look_cannot_be_written_down(desks, look):
    desks.visit()
    desks.store.connection.execute(
        "create temp trigger no_line before insert on main.audit_entry"
        " begin select raise(abort, 'append_only:audit_entry'); end"
    )
    with pytest.raises(GuardRefused):
        look(desks.office().cases)
