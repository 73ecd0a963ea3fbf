"""Whoever has a case at home brings it out again without what a colleague took back in it."""

from __future__ import annotations

import cbor2
import pytest
from forged import forger, stands
from known_case import CLINIC
from three_hold import STANDING, WITHDRAWN, Three, at, rows, withdraws

import texts
from casework.consent.grant import Pause, Purpose
from casework.referrals.letters import Order
from desktop.exchange.words import trouble_words
from ledger.ops import PLACE, Kind, OpId
from sync.survey import survey

MADE = (
    "select e.id, e.type, o.value from entity as e join op as o using (lane, aseq, idx)"
    " where e.stream = ? order by o.hlc, o.lane, o.aseq, o.idx"
)
REMEMBERED = "select id from taken_back where since is not null"
ALL = {"glass": "select id from glass", "letter_recall": "select id from letter_recall"}
ANY = "select count(*) from taken_back"


@pytest.fixture
def three(template, tmp_path):
    """Return a caseworker with a case, and two who look after others and hold it too."""
    made = Three.that_hold(template, tmp_path)
    yield made
    made.first.close()


@pytest.fixture
def her(three):
    """Return the caseworker, with a program of her own."""
    return forger(three, "own")


def brought_out(team, her, without=(), otherwise=()):
    """Let her take the case home and bring it out again: without some things, or otherwise."""
    store = team.first.store
    made = [(*row[:2], cbor2.loads(row[2])) for row in rows(team, MADE, her.stream)]
    parts = [one for one in made if team.case in {one[0], one[2].get("case_id")}]
    home = her.says((Kind.MOVE, team.case, "casefile", None, None, stands(store, team.case, PLACE)))
    left = OpId(her.lane, her.last, 0)
    changed = dict(otherwise)
    back = [
        (
            *(Kind.CREATE, entity, table, None),
            {**fields, **changed.get(entity, {}), PLACE: her.stream},
            sorted({left, *stands(store, entity, PLACE)}),
        )
        for entity, table, fields in parts
        if entity not in without
    ]
    return home, her.says(*back)


def hear(team, batches):
    """Let both others hear of it, batch by batch."""
    for batch in batches:
        team.first.post.take([batch])
        with team.third.post() as post:
            post.take([batch])


def standing(team):
    return [rows(team, STANDING), at(team.third, STANDING)]


def test_no_yes_stands_again_without_what_took_it_back(three, her):
    """At all other laptops it stood, and nothing told of it."""
    withdrawn, stick = withdraws(three)
    three.third.takes(stick)
    hear(three, brought_out(three, her, without=withdrawn))
    assert three.code in three.third.codes()
    assert standing(three) == [[(0,)], [(0,)]]
    assert [one for (one,) in rows(three, REMEMBERED)] == withdrawn
    me = three.first.template.supervisor
    with three.first.store.begin(me) as work:
        (pause,) = work.consents.of(three.case.hex()).pauses
    assert pause.reason == Pause.BROUGHT_BACK
    state = survey(three.first.post, me)
    assert state.held_back == 1
    assert texts.say("sync.held_back") in trouble_words(state)
    assert three.first.store.examine().faults == ()


def test_nor_where_it_comes_back_with_other_words(three, her):
    withdrawn, stick = withdraws(three)
    three.third.takes(stick)
    otherwise = [(one, {"purpose": "research", "kind": "given"}) for one in withdrawn]
    hear(three, brought_out(three, her, otherwise=otherwise))
    assert standing(three) == [[(0,)], [(0,)]]


@pytest.mark.parametrize("table", ALL)
def test_what_else_is_said_for_good_is_missed_too(three, her, table):
    three.here.letters.issue(Order(three.code, CLINIC))
    _withdrawn, stick = withdraws(three)
    three.third.takes(stick)
    some = [one for (one,) in rows(three, ALL[table])]
    hear(three, brought_out(three, her, without=some))
    assert [one for (one,) in rows(three, REMEMBERED)] == some
    assert at(three.third, REMEMBERED) == rows(three, REMEMBERED)


def test_what_comes_back_whole_stands_as_it_stood(three, her):
    before = standing(three)
    hear(three, brought_out(three, her))
    assert standing(three) == before == [[(1,)], [(1,)]]
    assert rows(three, ANY) == at(three.third, ANY) == [(0,)]


def test_it_ends_once_what_was_missing_comes(three, her):
    """What she had not heard of yet is said again later by an honest program."""
    withdrawn, stick = withdraws(three)
    three.third.takes(stick)
    hear(three, brought_out(three, her, without=withdrawn))
    hear(three, brought_out_again(three, her, withdrawn))
    assert rows(three, WITHDRAWN) == at(three.third, WITHDRAWN) == [(one,) for one in withdrawn]
    assert rows(three, ANY) == at(three.third, ANY) == [(0,)]
    assert standing(three) == [[(0,)], [(0,)]]


def brought_out_again(team, her, things):
    """Let her say once more what she brought the case out without."""
    with team.other.store() as store:
        query = (
            "select o.value from entity as e join op as o using (lane, aseq, idx) where e.id = ?"
        )
        said = [store.connection.execute(query, (one,)).fetchone()[0] for one in things]
    case = stands(team.first.store, team.case, PLACE)
    ops = [
        (
            *(Kind.CREATE, one, "consent_event", None),
            cbor2.loads(value) | {PLACE: her.stream},
            sorted({*case, *stands(team.first.store, one, PLACE)}),
        )
        for one, value in zip(things, said, strict=True)
    ]
    return [her.says(*ops)]


def test_whoever_has_talked_with_her_lifts_it_for_all(three, her):
    withdrawn, stick = withdraws(three)
    three.third.takes(stick)
    hear(three, brought_out(three, her, without=withdrawn))
    three.here.suspensions.lift(three.code, Pause.BROUGHT_BACK)
    three.third.takes(three.first.writes())
    assert standing(three) == [[(1,)], [(1,)]]


def test_an_honest_return_leaves_nothing_remembered(three):
    withdraws(three)
    with three.other.office() as office:
        office.grants.withdraw(three.code, Purpose.STORE_ELSEWHERE)
    three.first.takes(three.other.writes())
    assert rows(three, ANY) != [(0,)]
    with three.other.office() as office:
        three.first.agrees(three.code, office=office)
    three.first.takes(three.other.writes())
    assert rows(three, ANY) == [(0,)]


@pytest.mark.parametrize("when", ["away", "back"])
def test_once_the_case_is_erased_nothing_is_remembered(three, her, when):
    withdrawn, stick = withdraws(three)
    three.third.takes(stick)
    case = three.case
    hear(three, brought_out(three, her, without=withdrawn))
    if when == "away":
        place = stands(three.first.store, case, PLACE)
        hear(three, [her.says((Kind.MOVE, case, "casefile", None, None, place))])
        assert three.code not in three.third.codes()
    assert rows(three, ANY) != [(0,)]
    hear(three, [her.says((Kind.ERASE, case, "casefile", None, "her_wish"))])
    assert rows(three, ANY) == at(three.third, ANY) == [(0,)]
