"""No word that anybody types is in the log of operations: every desk, every place to type in."""

from __future__ import annotations

import inspect
from dataclasses import fields, is_dataclass, replace

import pytest
from desks_tried import ASKED, methods_of
from known_case import Known
from wall import outcome

from casework.files.taking import Agreed

TYPED = "CANARY typed 7654321"
SIGNS = ("CANARY", "7654321")
# What is meant for words of one's own; where these are refused the test would try nothing.
OWN_WORDS = {"note", "words", "title", "found"}
LOGGED = "select seq, action, reason from audit_entry"


@pytest.fixture
def start(begun):
    return begun


@pytest.fixture
def case(desks):
    return Known(desks.template.kept, desks)


def told(desks):
    """Return the lines of the log in which a word stands that somebody typed."""
    found = desks.store.connection.execute(LOGGED).fetchall()
    return [line for line in found if any(sign in str(line[1:]) for sign in SIGNS)]


def worded(value):
    """Yield the value with words in place of each of its texts, one after the other."""
    if type(value) is str:
        yield TYPED
    elif is_dataclass(value) and not isinstance(value, Agreed):
        # What only her own desk can make nobody types; the wish that she agrees to is tried there.
        for one in fields(value):
            if type(getattr(value, one.name)) is str:
                yield replace(value, **{one.name: TYPED})


def ways(method, given):
    """Yield each way to type words into a method: the place, and what it is asked with."""
    asked = list(inspect.signature(method).parameters.values())
    for at, value in enumerate(given):
        for typed in worded(value):
            yield asked[at].name, (*given[:at], typed, *given[at + 1 :]), {}
    for more in asked[len(given) :]:
        if more.annotation == "str":
            yield more.name, given, {more.name: TYPED}


@pytest.mark.parametrize("method", sorted(ASKED))
def test_no_word_that_is_typed_anywhere_is_in_the_log(desks, case, method) -> None:
    ask = methods_of(desks.office(desks.template.supervisor))[method]
    given = ASKED[method][0](case)
    places = len(list(ways(ask, given)))
    for at in range(places):
        place, typed, more = list(ways(ask, given))[at]
        done = outcome(lambda typed=typed, more=more: ask(*typed, **more))
        if not isinstance(done, Exception):
            given = ASKED[method][0](case)
        assert place not in OWN_WORDS or not isinstance(done, Exception), (place, done)
        assert told(desks) == [], place
    outcome(lambda: ask(*given))
    assert told(desks) == []
