"""Repeats and the actions of a form while a person answers it."""

from __future__ import annotations

import pytest
from scenarios import ROOM, ROOM_BINDS, ROOM_BODY, ask, clock, opened, value

from forms.errors import FormError
from forms.session import open_session


def test_instances_are_added_and_removed_and_sums_and_places_follow():
    session = opened(ROOM, ROOM_BINDS, ROOM_BODY)
    assert session.add_repeat("/data/room").repeats == ("/data/room",)
    session.add_repeat("/data/room")
    for number, size in enumerate((3, 4, 5), 1):
        session.set(f"/data/room[{number}]/size", size)
    assert value(session, "/data/all") == "12"
    identity = session.state("/data/room[3]").identity
    session.remove_repeat("/data/room", session.state("/data/room[1]").identity)
    assert session.state("/data/room[2]").identity == identity
    assert (value(session, "/data/room[2]/at"), value(session, "/data/all")) == ("2", "9")
    session.undo()
    assert (value(session, "/data/room[1]/size"), value(session, "/data/all")) == ("3", "12")


def test_the_instances_of_a_document_keep_their_ids():
    session = opened(ROOM, ROOM_BINDS, ROOM_BODY)
    session.add_repeat("/data/room")
    session.set("/data/room[2]/size", 4)
    doc = session.draft()
    assert [row["_id"] for row in doc.values["/data/room"]] == [
        session.state(f"/data/room[{number}]").identity for number in (1, 2)
    ]
    again = open_session(session.model, doc, clock)
    assert again.draft() == doc
    assert again.model is session.model


def test_a_count_makes_and_takes_instances_and_undo_brings_answers_back():
    session = opened(
        "<n/><r><q/></r>",
        '<bind nodeset="/data/n" type="int"/>',
        ask("/data/n")
        + f'<group ref="/data/r"><repeat nodeset="/data/r" jr:count="/data/n">{ask("/data/r/q")}'
        "</repeat></group>",
    )
    assert session.count("/data/r") == 0
    session.set("/data/n", 3)
    session.set("/data/r[3]/q", "third")
    session.set("/data/n", 1)
    assert session.count("/data/r") == 1
    session.undo()
    assert value(session, "/data/r[3]/q") == "third"
    with pytest.raises(FormError, match="repeat_is_counted"):
        session.add_repeat("/data/r")


def test_initial_instances_keep_their_own_values():
    session = opened(
        '<r jr:template=""><q>new</q></r><r><q>one</q></r><r><q>two</q></r>',
        "",
        f'<group ref="/data/r"><repeat nodeset="/data/r">{ask("/data/r/q")}</repeat></group>',
    )
    session.add_repeat("/data/r")
    assert [value(session, f"/data/r[{n}]/q") for n in (1, 2, 3)] == ["one", "two", "new"]


def test_initial_instances_stand_in_the_order_of_the_form():
    session = opened(
        "<all/><r><q>one</q></r><r><q>two</q></r><r><q>three</q></r>",
        '<bind nodeset="/data/all" calculate="join(\', \', /data/r/q)"/>',
        f'<repeat nodeset="/data/r">{ask("/data/r/q")}</repeat>',
    )
    assert value(session, "/data/all") == "one, two, three"


def test_a_path_inside_a_repeat_means_this_instance():
    session = opened(
        "<r><a/><b/></r>",
        '<bind nodeset="/data/r/b" calculate="/data/r/a + 1"/>',
        f'<group ref="/data/r"><repeat nodeset="/data/r">{ask("/data/r/a")}</repeat></group>',
    )
    session.add_repeat("/data/r")
    changes = session.set("/data/r[2]/a", 4)
    assert changes.values == {"/data/r[2]/a": "4", "/data/r[2]/b": "5"}


def test_the_position_of_a_repeat_is_the_place_of_each_instance():
    session = opened(
        "<all/><r><q>one</q></r><r><q>two</q></r><r><q>three</q></r>",
        '<bind nodeset="/data/r" relevant="position() &gt; 1"/>'
        '<bind nodeset="/data/all" calculate="join(\', \', /data/r/q)"/>',
        f'<repeat nodeset="/data/r">{ask("/data/r/q")}</repeat>',
    )
    assert value(session, "/data/all") == "two, three"
    session.remove_repeat("/data/r[1]")
    assert value(session, "/data/all") == "three"


def test_running_totals_may_read_the_instance_before():
    session = opened(
        "<r><a/><t/></r>",
        '<bind nodeset="/data/r/t" type="int" calculate="coalesce('
        '/data/r[position() = position(current()/..) - 1]/t, 0) + ../a"/>',
        f'<group ref="/data/r"><repeat nodeset="/data/r">{ask("/data/r/a")}</repeat></group>',
    )
    session.set("/data/r[1]/a", 2)
    for number, amount in ((2, 3), (3, 5)):
        session.add_repeat("/data/r")
        session.set(f"/data/r[{number}]/a", amount)
    session.set("/data/r[1]/a", 10)
    assert [value(session, f"/data/r[{n}]/t") for n in (1, 2, 3)] == ["10", "13", "18"]


# --- actions


def test_actions_put_values_when_a_form_opens_and_when_an_answer_changes():
    session = opened(
        "<a/><b/><c/>",
        '<setvalue event="odk-instance-first-load" ref="/data/c">cheese</setvalue>',
        ask("/data/a", '<setvalue event="xforms-value-changed" ref="/data/b" value="../a * 2"/>'),
    )
    assert value(session, "/data/c") == "cheese"
    assert session.set("/data/a", 4).values == {"/data/a": "4", "/data/b": "8"}
    session.set("/data/b", "changed")
    assert not session.set("/data/a", 4)
    assert value(session, "/data/b") == "changed"
    again = open_session(session.model, session.draft(), clock)
    again.set("/data/c", "")
    assert value(open_session(again.model, again.draft(), clock), "/data/c") == ""


def test_a_new_instance_may_begin_with_the_answer_of_the_one_before():
    body = (
        '<group ref="/data/r"><repeat nodeset="/data/r"><setvalue event="odk-new-repeat" '
        'ref="/data/r/q" value="/data/r[position() = position(current()/..) - 1]/q"/>'
        f"{ask('/data/r/q')}</repeat></group>"
    )
    session = opened("<r><q/></r>", '<bind nodeset="/data/r/q" type="int"/>', body)
    session.set("/data/r[1]/q", 7)
    session.add_repeat("/data/r")
    assert value(session, "/data/r[2]/q") == "7"
    session.set("/data/r[2]/q", 8)
    session.add_repeat("/data/r")
    assert [value(session, f"/data/r[{n}]/q") for n in (1, 2, 3)] == ["7", "8", "8"]


def test_a_new_form_is_given_its_date_and_its_number_once():
    binds = (
        '<bind nodeset="/data/id" jr:preload="uid"/>'
        '<bind nodeset="/data/day" type="date" jr:preload="date" jr:preloadParams="today"/>'
        '<bind nodeset="/data/end" type="dateTime" jr:preload="timestamp" jr:preloadParams="end"/>'
    )
    session = opened("<id/><day/><end/>", binds)
    assert value(session, "/data/day") == "2026-03-01"
    doc = session.finish()
    assert doc.values["/data/end"].startswith("2026-03-01T12:00:00")
    assert open_session(session.model, doc, clock).draft().values == doc.values
