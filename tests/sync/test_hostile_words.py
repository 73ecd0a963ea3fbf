"""What a member sums up, or says of how far everybody is: nobody is taken at her word of others."""

import pytest
from apart import Apart, case_of, summed_up
from forged import forger, nobody, stands
from laptops import Laptop
from make import VISIT

from casework.team.worker import Role
from db.exchange.batches import Arrived
from db.incoming.apply import Lane
from ledger.ops import Kind, Op, OpId, lane_id
from sync.members.member import MemberRefused
from sync.sealed import ends
from sync.wire.bundle import BundleRefused

PEOPLE = "select hex(id), role, status from app_user order by id"


def told(laptop, query):
    return laptop.store.connection.execute(query).fetchall()


def test_a_case_of_somebody_else_does_not_come_by_a_summary_either(strangers):
    """Of what a summary says it counts whose word it is."""
    first, signs = strangers.first, forger(strangers, "own")
    lane, me = signs.lane, signs.me.public
    with strangers.other.post() as post:
        known = stands(first.store, strangers.case, "worker")
        op = Kind.SET, strangers.case, "casefile", "worker", strangers.other.user, known
        moment = int(strangers.clock().timestamp() * 1000) << 16
        said = Op(OpId(lane, signs.last + 1, 0), *op[:5], moment, tuple(op[5]))
        place = Lane(lane, signs.stream, me)
        post.exchange.receive([Arrived(place, signs.last + 1, nobody() * 2, [said])])
        stick = summed_up(post)
    assert first.takes(stick).summed == 0
    for _ in range(2):
        strangers.third.takes(first.writes())
        first.takes(strangers.third.writes())
    strangers.other.takes(first.writes())
    assert strangers.code in strangers.third.codes() - strangers.other.codes()


def test_of_her_own_lane_nobody_knows_more_than_the_supervisor(pair):
    """What all hold sums up who administers; a lane of this laptop goes no further than here."""
    before, me = told(pair.first, PEOPLE), pair.other.user
    member = pair.first.post.membership
    lane = lane_id(member.me.public, member.config)
    with pair.other.post() as post, pair.other.store() as store:
        at = post.exchange.lanes()[lane].aseq
        known = tuple(stands(store, me, "role"))
        moment = int(pair.clock().timestamp() * 1000) << 16
        op = Op(
            OpId(lane, at + 1, 0), Kind.SET, me, "app_user", "role", "supervisor", moment, known
        )
        place = Lane(lane, member.config, member.me.public)
        post.exchange.receive([Arrived(place, at + 1, nobody() * 2, [op])])
        stick = summed_up(post)
    assert pair.first.takes(stick).summed == 0
    assert told(pair.first, PEOPLE) == before
    # She said besides that she has more from here than there is: until she is let out.
    with pytest.raises(MemberRefused, match=r"^exchange.set_back$"):
        pair.first.writes()
    member.revoke(pair.other.unlocked().store_id)
    with pytest.raises(BundleRefused, match=r"^bundle.readers$"):
        pair.first.writes()


def test_two_who_were_told_two_things_under_one_number_find_out(template, tmp_path):
    made = Apart.begun(template, tmp_path, Role.CASEWORKER)
    first, other = made.first, made.other
    third = Laptop(first, tmp_path / "third", "Worker 8", Role.SUPERVISOR)
    third.takes(first.writes())
    other.takes(first.writes())
    with other.office() as office:
        code = office.answers.record(None, "intake", VISIT, "en").case_code
        first.agrees(code, office=office)
    stick = other.writes()
    first.takes(stick)
    third.takes(stick)
    first.takes(third.writes())
    assert third.takes(first.writes()).refused == {}
    case = case_of(first, code)
    known = stands(first.store, case, "opened_on")
    two = [
        forger(made, "own").says((Kind.SET, case, "casefile", "opened_on", day, known))
        for day in ("2026-01-02", "2026-01-03")
    ]
    assert first.post.take([two[0]]).operations == 1
    with third.post() as post:
        assert post.take([two[1]]).operations == 1
    assert third.takes(first.writes()).refused == {"lane.fork": 1}
    assert first.takes(third.writes()).refused == {"lane.fork": 1}
    first.close()


def test_who_says_how_lanes_end_says_it_for_her_workbook_alone(pair):
    """What is none of it, or of somebody else, is counted and believed of nobody."""
    with pair.other.post() as post:
        _have, said = ends.told(post.membership)
    changed = said.body[:20] + bytes([said.body[20] ^ 1]) + said.body[21:]
    member = pair.first.post.membership
    assert ends.compared(member, [said.body]) == {}
    bad = [changed, said.body[:-1], b"", said.body[:40] + said.body[56:]]
    assert ends.compared(member, bad) == {"bundle.ends": 4}
