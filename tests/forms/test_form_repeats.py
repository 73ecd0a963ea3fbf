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


def test_one_blank_row_leaves_the_total_of_what_was_filled_in():
    binds = ROOM_BINDS.replace("sum(", "sum(/data/room/size) + max(/data/room/size) - min(")
    session = opened(ROOM, binds, ROOM_BODY)
    session.add_repeat("/data/room", 2)
    session.set("/data/room[1]/size", 30)
    assert value(session, "/data/all") == "30"
    session.set("/data/room[3]/size", 12)
    assert value(session, "/data/all") == str(42 + 30 - 12)


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


COUNTED = (
    "<n/><r><q/><at/></r><all/><many/>",
    (
        '<bind nodeset="/data/n" type="int"/>'
        '<bind nodeset="/data/r/at" calculate="position(..)"/>'
        '<bind nodeset="/data/all" calculate="join(\', \', /data/r/q)"/>'
        '<bind nodeset="/data/many" calculate="count(/data/r)"/>'
    ),
    ask("/data/n")
    + f'<group ref="/data/r"><repeat nodeset="/data/r" jr:count="/data/n">{ask("/data/r/q")}'
    "</repeat></group>",
)


def counted(doc=None):
    """Return a form of three instances that were answered, and then of as many as it says."""
    session = opened(*COUNTED, doc=doc)
    if doc is None:
        session.set("/data/n", 3)
        for number in (1, 2, 3):
            session.set(f"/data/r[{number}]/q", f"answer {number}")
    return session


def test_a_count_makes_instances_and_nobody_else_does():
    session = opened(*COUNTED)
    assert session.count("/data/r") == 0
    changes = session.set("/data/n", 3)
    assert (session.count("/data/r"), changes.repeats) == (3, ("/data/r",))
    with pytest.raises(FormError, match="repeat_is_counted"):
        session.add_repeat("/data/r")


@pytest.mark.parametrize("fewer", [1, ""])
def test_a_smaller_count_hides_what_was_answered_and_a_larger_one_shows_it_again(fewer):
    session = counted()
    left = int(fewer or 0)
    changes = session.set("/data/n", fewer)
    assert (session.count("/data/r"), changes.repeats) == (left, ("/data/r",))
    assert value(session, "/data/many") == str(left)
    assert value(session, "/data/all") == ("answer 1" if left else "")
    changes = session.set("/data/n", 4)
    assert (session.count("/data/r"), changes.repeats) == (4, ("/data/r",))
    assert value(session, "/data/all") == "answer 1, answer 2, answer 3, "
    assert value(session, "/data/r[4]/at") == "4"


def test_undo_takes_a_smaller_count_back():
    session = counted()
    before = session.snapshot()
    session.set("/data/n", 1)
    assert session.undo().repeats == ("/data/r",)
    assert session.snapshot() == before
    assert session.count("/data/r") == 3


def test_a_count_that_is_hidden_for_a_while_costs_no_answer():
    instance, binds, body = COUNTED
    binds = binds.replace('/data/n" type', '/data/n" relevant="/data/any = 1" type')
    session = opened(f"<any>1</any>{instance}", binds, ask("/data/any") + body)
    session.set("/data/n", 2)
    session.set("/data/r[2]/q", "there")
    session.set("/data/any", 2)
    assert (session.count("/data/r"), value(session, "/data/many")) == (0, "0")
    session.set("/data/any", 1)
    assert value(session, "/data/all") == ", there"


def said_in(doc):
    return [row.get("/data/r/q") for row in doc.values["/data/r"]]


def test_what_a_smaller_count_hides_stays_in_a_draft_and_is_named_before_it_is_dropped():
    session = counted()
    rows = session.draft().values["/data/r"]
    session.set("/data/n", 1)
    assert said_in(session.draft()) == ["answer 1", "answer 2", "answer 3"]
    again = counted(session.draft())
    assert (again.count("/data/r"), again.draft()) == (1, session.draft())
    assert [state.ref for state in again.hidden_answers()] == ["/data/r[2]/q", "/data/r[3]/q"]
    assert again.finish().values["/data/r"] == rows[:1]
    again.set("/data/n", 3)
    assert again.draft().values["/data/r"] == rows
    assert again.hidden_answers() == ()


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
