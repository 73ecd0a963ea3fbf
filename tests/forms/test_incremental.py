"""What one answer recomputes is what computing everything again would give."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_forms import dice, draw

from forms.loading import load_form
from forms.model import Question, Repeat
from forms.session import open_session

FORMS = 300


def clock():
    return datetime(2026, 3, 1, 12, tzinfo=UTC)


def act(session, random):
    """Do one thing that a person could do to the form."""
    states = [(state.ref, session.item(state.ref)) for state in session.states()]
    repeats = [ref for ref, item in states if isinstance(item, Repeat) and not item.count]
    asked = [(ref, item) for ref, item in states if isinstance(item, Question) and item.control]
    chance = random.random()
    if chance < 0.15 and repeats:
        session.add_repeat(random.choice(repeats))
    elif chance < 0.25 and repeats:
        session.remove_repeat(random.choice(repeats))
    elif chance < 0.35:
        session.undo()
    elif asked:
        ref, item = random.choice(asked)
        session.set(ref, answer(session, ref, item, random))


def answer(session, ref, item, random):
    if item.choices is None:
        return random.randrange(9) if item.bind == "int" else random.choice(("", "x", "xy z"))
    codes = [offer.code for offer in session.choices(ref)]
    return random.sample(codes, min(len(codes), 2 if item.takes_several else 1))


def difference(session):
    """Return the nodes at which computing everything again changes something."""
    before = session.snapshot()
    session.recompute_all()
    after = session.snapshot()
    return {ref for ref in before | after if before.get(ref) != after.get(ref)}


def fill_at_random(seed, amount):
    session = open_session(load_form(draw(seed)), None, clock)
    random = dice(seed)
    for _ in range(amount):
        act(session, random)
        assert difference(session) == set(), f"form {seed}"


@pytest.mark.parametrize("part", range(6))
def test_incremental_equals_full_on_three_hundred_random_forms(part):
    for seed in range(part, FORMS, 6):
        fill_at_random(seed, amount=6)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(6))
def test_incremental_equals_full_over_thirty_thousand_answers(part):
    for seed in range(part, FORMS, 6):
        fill_at_random(seed, amount=100)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(1_000, 1_000_000), steps=st.integers(1, 12))
def test_incremental_equals_full_on_forms_that_hypothesis_draws(seed, steps):
    fill_at_random(seed, steps)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(1_000, 1_000_000))
def test_undoing_everything_leads_back_to_the_first_state(seed):
    session = open_session(load_form(draw(seed)), None, clock)
    first = session.snapshot()
    random = dice(seed)
    for _ in range(8):
        act(session, random)
    while session.can_undo:
        session.undo()
    assert session.snapshot() == first


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(1_000, 1_000_000), turns=st.integers(1, 3))
def test_what_was_taken_back_is_given_again_step_by_step(seed, turns):
    session = open_session(load_form(draw(seed)), None, clock)
    random = dice(seed)
    for _ in range(8):
        act(session, random)
    while session.can_redo:
        session.redo()
    for _turn in range(turns):
        seen = [session.snapshot()]
        while session.can_undo:
            session.undo()
            seen.append(session.snapshot())
        while session.can_redo:
            assert session.snapshot() == seen.pop()
            session.redo()
        assert [session.snapshot()] == seen
        assert difference(session) == set()


def test_a_new_answer_ends_what_could_be_given_again():
    session = open_session(load_form(draw(7)), None, clock)
    random = dice(7)
    for _ in range(8):
        act(session, random)
    while not session.can_undo:
        act(session, random)
    session.undo()
    assert session.can_redo
    before = session.snapshot()
    while session.snapshot() == before:
        act(session, random)
    assert not session.can_redo


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(1_000, 1_000_000))
def test_a_draft_opens_again_as_it_was_left(seed):
    model = load_form(draw(seed))
    session = open_session(model, None, clock)
    random = dice(seed)
    for _ in range(8):
        act(session, random)
    again = open_session(model, session.draft(), clock)
    assert again.draft() == session.draft()
    assert again.snapshot() == session.snapshot()
