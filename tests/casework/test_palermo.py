"""The protocol's three parts: what is noted, what is missing, and a child needs no means."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from models import model_of

import texts
from casework.records.birth import Born, turns_on
from casework.records.episodes import FuzzyDate, episode_view, fuzzy, rough
from casework.records.palermo import (
    Childhood,
    Indicators,
    Part,
    childhood,
    indicators,
)
from casework.records.record import FINAL, Record
from forms.filling import fill
from forms.session import open_session

TODAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
MODEL = model_of("episode")
DAYS = st.dates(date(1950, 1, 1), TODAY)
ACTS = ("recruitment", "transportation", "transfer", "harbouring", "receipt")
SILENT = ("none", "not_asked", "not_known", "does_not_want_to_say")


def told(**answers):
    """Return an experience with some answers, read out of the real form."""
    session = open_session(MODEL, None, lambda: NOW, "en", {})
    assert not fill(session, answers)
    return episode_view(Record("00", FINAL, None, "", MODEL, session.finish()))


@st.composite
def known_dates(draw, day):
    """Return a date told as exactly as chance has it, and never wrongly."""
    precision = draw(st.sampled_from(["exact", "month", "year", "range", "open"]))
    if precision == "exact":
        return {"d_date": day.isoformat()}
    if precision == "month":
        return {"d_month": day.isoformat()[:7]}
    if precision == "year":
        return {"d_year": day.year}
    if precision == "open":
        return {}
    before, after = (draw(st.integers(0, 900)) for _ in "ab")
    ends = {
        "d_earliest": (day - timedelta(days=before)).isoformat(),
        "d_latest": (day + timedelta(days=after)).isoformat(),
    }
    kept = draw(st.sets(st.sampled_from(sorted(ends))))
    return {name: ends[name] for name in kept}


@st.composite
def lives(draw):
    """Return when somebody was born and an experience began, and what is known of both."""
    born, began = sorted((draw(DAYS), draw(DAYS)))
    ended = draw(st.dates(began, TODAY))
    birth = fuzzy(draw(known_dates(born)), "d")
    start, end = (fuzzy(draw(known_dates(day)), "d") for day in (began, ended))
    return born, began, Born(birth.first, birth.last), start, end


@given(lives(), st.sampled_from(ACTS), st.sampled_from(SILENT))
def test_for_a_child_an_act_and_a_purpose_are_never_shown_as_means_missing(life, act, means):
    born, began, birth, start, end = life
    one = replace(BARE, act=frozenset({act}), means=frozenset({means}), start=start, end=end)
    one = replace(one, purpose=frozenset({"sexual_exploitation"}))
    found = indicators(one, birth, TODAY)
    was_a_child = began < turns_on(born, 18)
    assert found.noted == (Part.ACT, Part.PURPOSE)
    if was_a_child:
        assert found.missing == ()
        assert found.childhood is not Childhood.ADULT
    elif found.childhood is Childhood.ADULT:
        assert found.missing == (Part.MEANS,)
    if found.childhood is Childhood.CHILD:
        assert was_a_child


BARE = told()


def test_nothing_noted_shows_nothing():
    assert indicators(BARE, Born(), TODAY) is None
    silent = told(act=["not_asked"], means=["none"], palermo_purpose=["not_known"])
    assert indicators(silent, Born(), TODAY) is None


def test_an_adult_with_all_three_parts_may_meet_the_definition():
    said = {"start_precision": "year", "start_year": 2024, "act": ["transfer"]}
    one = told(**said, means=["deception"], palermo_purpose=["servitude"])
    found = indicators(one, Born(date(1990, 1, 1), date(1990, 12, 31)), TODAY)
    assert found.may_meet
    assert found.missing == ()
    assert found == Indicators(
        frozenset({"transfer"}),
        frozenset({"deception"}),
        frozenset({"servitude"}),
        Childhood.ADULT,
    )


def test_who_is_still_a_child_today_was_one_whenever_it_began():
    birth = Born(date(2009, 5, 1), date(2009, 5, 1))
    assert childhood(birth, FuzzyDate(), FuzzyDate(), TODAY) is Childhood.CHILD


def test_a_form_of_exploitation_keeps_its_own_time_and_a_place_on_the_way_its_country():
    forms = [{"form_kind": "forced_labour", "form_from": "2021", "form_until": "2022-03"}]
    route = [{"route_point": "transit", "route_country": "sd", "route_when": "2021"}]
    one = told(exploitation_form=["forced_labour", "sexual_exploitation"], forms=forms, route=route)
    assert [(form.kind, form.first, form.last) for form in one.forms] == [
        ("forced_labour", rough("2021"), rough("2022-03"))
    ]
    assert [(point.kind, point.country, point.when.precision) for point in one.route] == [
        ("transit", "sd", "year")
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_words_never_say_that_somebody_is_or_is_not_a_victim(language):
    known = (Path(__file__).parents[2] / "texts" / "en.po").read_text("utf-8")
    ids = re.findall(r'^msgid "(palermo\..+)"$', known, re.MULTILINE)
    assert len(ids) > 5
    words = [texts.say(one, language=language, parts="-") for one in ids]
    assert [one for one in words if "victim" in one.casefold() or "ضحية" in one] == []
