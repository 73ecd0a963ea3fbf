"""Where the actions of a form put their values, and what opening a new form puts first."""

from __future__ import annotations

import pytest
from random_forms import xform
from scenarios import ask, clock, opened, value

from forms.errors import ExpressionRefused, SourceRefused
from forms.loading import load_form
from forms.session import open_session
from forms.stored import model_from_json, model_to_json

STAYS = "<first/><stay><since/></stay>"
STAY_BODY = f'<repeat nodeset="/data/stay">{ask("/data/stay/since")}</repeat>'


def copying_into(ref):
    action = f'<setvalue event="xforms-value-changed" ref="{ref}" value="/data/first"/>'
    return ask("/data/first", action) + STAY_BODY


def stays(session):
    return [value(session, f"/data/stay[{at}]/since") for at in (1, 2, 3)]


@pytest.mark.parametrize(
    ("ref", "filled"),
    [
        ("/data/stay[position() = 1]/since", ["2019", "", ""]),
        ("/data/stay[2]/since", ["", "2019", ""]),
        ("/data/stay[position() &gt; 1]/since", ["", "2019", "2019"]),
        ("/data/stay[since = 'never']/since", ["", "", ""]),
        ("../stay[last()]/since", ["", "", "2019"]),
    ],
)
def test_an_action_fills_only_the_instances_that_its_reference_picks(ref, filled):
    session = opened(STAYS, "", copying_into(ref))
    session.add_repeat("/data/stay", 2)
    session.set("/data/first", "2019")
    assert stays(session) == filled


def test_a_stored_form_still_knows_which_instances_an_action_picks():
    model = load_form(xform(STAYS, "", copying_into("/data/stay[2]/since")))
    session = open_session(model_from_json(model_to_json(model)), None, clock)
    session.add_repeat("/data/stay", 2)
    session.set("/data/first", "2019")
    assert stays(session) == ["", "2019", ""]


def test_an_action_whose_reference_cannot_be_read_is_refused_when_the_form_is_loaded():
    with pytest.raises(ExpressionRefused):
        load_form(xform(STAYS, "", copying_into("/data/stay[unheard-of()]/since")))


def test_a_question_inside_a_repeat_may_say_how_a_new_instance_begins():
    action = '<setvalue event="odk-new-repeat" ref="/data/stay/since">2020</setvalue>'
    body = f'<repeat nodeset="/data/stay">{ask("/data/stay/since", action)}</repeat>'
    session = opened(STAYS, "", body)
    session.add_repeat("/data/stay", 2)
    assert stays(session) == ["", "2020", "2020"]


def test_one_action_may_follow_new_instances_and_answers():
    action = (
        '<setvalue event="odk-new-repeat xforms-value-changed" ref="/data/stay/until" '
        "value=\"concat(../since, '+')\"/>"
    )
    body = f'<repeat nodeset="/data/stay">{ask("/data/stay/since", action)}</repeat>'
    session = opened("<stay><since/><until/></stay>", "", body)
    session.add_repeat("/data/stay")
    session.set("/data/stay[1]/since", "2019")
    assert value(session, "/data/stay[1]/until") == "2019+"
    assert value(session, "/data/stay[2]/until") == "+"


def test_only_inside_a_repeat_can_an_action_wait_for_new_instances():
    action = '<setvalue event="odk-new-repeat" ref="/data/first">x</setvalue>'
    with pytest.raises(SourceRefused, match="unknown_event"):
        load_form(xform(STAYS, "", ask("/data/first", action) + STAY_BODY))


def test_what_a_new_form_is_given_goes_before_its_default():
    session = opened("<id>none</id>", '<bind nodeset="/data/id" jr:preload="uid"/>')
    assert value(session, "/data/id").startswith("uuid:")
