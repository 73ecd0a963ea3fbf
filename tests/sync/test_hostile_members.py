"""A member whose own program signs what ours never would: it changes nothing beyond her streams."""

import os

import pytest
from apart import Apart, case_of, comes_home
from forged import STREAMS, Forger, forger, nobody, stands
from laptops import Laptop
from make import VISIT

from casework.consent.grant import Purpose
from casework.team.supervision import Why
from casework.team.worker import Role
from ledger.ops import PLACE, Kind
from sync.members.entries import Entry, Renew, Settle, kem_digest
from sync.members.member import caseload_of
from sync.wire.frames import Kind as Carries
from sync.wire.keys import make as make_pair

PEOPLE = "select hex(id), role, status from app_user order by id"
STANDING = "select count(*) from standing_grant where purpose = 'store_elsewhere'"
FORMS = "select form_id, version, state from form_version order by form_id"


def told(laptop, query):
    return laptop.store.connection.execute(query).fetchall()


def boss(team):
    return bytes.fromhex(team.first.template.supervisor.id)


# ------------------------------------------------------------------------------ the office


# Of which table else somebody may make things in a stream.
MADE_THERE = {("config", "service"), ("own", "task")}


@pytest.mark.parametrize("where", STREAMS)
@pytest.mark.parametrize("table", ["app_user", "service", "task"])
def test_nobody_makes_herself_a_supervisor_whatever_she_calls_it(pair, where, table):
    before, me = told(pair.first, PEOPLE), pair.other.user
    with pair.other.store() as store:
        known = stands(store, me, "role")
    batch = forger(pair, where).says((Kind.SET, me, table, "role", "supervisor", known))
    # What calls a thing by another table counts for nothing; a lane does not stop for that.
    refused = pair.first.post.take([batch]).refused.total()
    assert refused == ((where, table) not in MADE_THERE)
    assert told(pair.first, PEOPLE) == before


@pytest.mark.parametrize("where", STREAMS)
@pytest.mark.parametrize("table", ["app_user", "service", "task"])
def test_nobody_erases_a_colleague_and_all_that_bears_her_name(pair, where, table):
    codes, before = {pair.first.case() for _ in range(2)}, told(pair.first, PEOPLE)
    batch = forger(pair, where).says((Kind.ERASE, boss(pair), table, None, "her_wish"))
    assert pair.first.post.take([batch]).refused.total() == 1
    assert told(pair.first, PEOPLE) == before
    assert codes <= {code for (code,) in told(pair.first, "select code from casefile")}


def test_nobody_takes_the_forms_of_the_office_away(pair):
    before = told(pair.first, FORMS)
    ids = [one for (one,) in told(pair.first, "select id from form_version")]
    ops = [
        (
            Kind.SET,
            one,
            "form_version",
            "state",
            "retired",
            stands(pair.first.store, one, "state"),
        )
        for one in ids
    ]
    came = pair.first.post.take([forger(pair, "config").says(*ops)])
    assert (came.refused, told(pair.first, FORMS)) == ({"incoming.office": 1}, before)


def test_what_all_hold_holds_no_case(pair):
    made = {"code": "60CW-0000", "status": "open"}
    batch = forger(pair, "config").says((Kind.CREATE, nobody(), "casefile", None, made))
    assert pair.first.post.take([batch]).refused == {"incoming.stream": 1}


# ------------------------------------------------------------------------------ what she said


@pytest.mark.parametrize("how", ["changed", "deleted", "erased"])
def test_nobody_takes_a_withdrawal_back_that_somebody_recorded(pair, how):
    with pair.other.office() as office:
        code = office.answers.record(None, "intake", VISIT, "en").case_code
        pair.first.agrees(code, office=office)
    pair.first.takes(pair.other.writes())
    signs = forger(pair, "own")
    office = pair.first.office(pair.first.template.supervisor)
    office.glass.open(code, Why.DANGER)
    office.grants.withdraw(code, Purpose.STORE_ELSEWHERE)
    ((event,),) = told(pair.first, "select id from consent_event where kind = 'withdrawn'")
    known = stands(pair.first.store, event, "kind")
    op = {
        "changed": (Kind.SET, event, "consent_event", "kind", "given", known),
        "deleted": (Kind.DELETE, event, "consent_event", None, None, known),
        "erased": (Kind.ERASE, event, "consent_event", None, "her_wish"),
    }[how]
    assert pair.first.post.take([signs.says(op)]).refused.total() == 1
    assert told(pair.first, STANDING) == [(0,)]


# ------------------------------------------------------------------------------ cases of others


def erases(team):
    return [(Kind.ERASE, team.case, "casefile", None, "her_wish")]


def moves(team):
    place = stands(team.first.store, team.case, PLACE)
    return [(Kind.MOVE, team.case, "casefile", None, None, place)]


def brings_over(team):
    place = stands(team.first.store, team.case, PLACE)
    return [(Kind.CREATE, team.case, "casefile", None, {PLACE: None}, place)]


def says_who_works(team):
    known = stands(team.first.store, team.case, "worker")
    return [(Kind.SET, team.case, "casefile", "worker", team.other.user, known)]


def assigns(team):
    since = "2027-01-01T00:00:00.000000Z"
    facts = {"case_id": team.case, "user_id": team.other.user, "since": since}
    facts |= {"until": None, "reason": "taken"}
    return [*says_who_works(team), (Kind.CREATE, nobody(), "assignment", None, facts)]


@pytest.mark.parametrize("forges", [erases, moves, brings_over, says_who_works, assigns])
def test_a_case_of_somebody_else_is_neither_taken_nor_hidden_nor_erased(strangers, forges):
    first, third = strangers.first, strangers.third
    assert first.post.take([forger(strangers, "own").says(*forges(strangers))]).early == 1
    office = first.office(first.template.supervisor)
    office.glass.open(strangers.code, Why.DANGER)
    office.answers.record(strangers.code, "note", {"text": "WORD-OF-LATER"}, "en")
    for _ in range(2):
        third.takes(first.writes())
        first.takes(third.writes())
    strangers.other.takes(first.writes())
    assert third.finds("WORD-OF-LATER")
    assert not strangers.other.finds("WORD-OF-LATER")
    assert strangers.code in {code for (code,) in told(first, "select code from casefile")}
    assert strangers.code in third.codes() - strangers.other.codes()


def test_nobody_says_that_a_case_is_at_home_with_her(template, tmp_path):
    made = Apart.begun(template, tmp_path, Role.CASEWORKER)
    first, third = made.first, Laptop(made.first, tmp_path / "third", "Worker 8", Role.SUPERVISOR)
    code = first.case()
    first.agrees(code)
    case = case_of(first, code)
    for _ in range(2):
        third.takes(first.writes())
        made.other.takes(first.writes())
        first.takes(third.writes())
    assert code in third.codes()
    signs = forger(made, "own")
    known = stands(first.store, case, "home")
    op = Kind.SET, case, "casefile", "home", signs.me.public, known
    assert first.post.take([signs.says(op)]).early == 1
    comes_home(first, code)
    for _ in range(2):
        third.takes(first.writes())
        first.takes(third.writes())
    assert code not in third.codes()
    first.close()


def test_what_came_too_early_counts_once_it_is_known_that_she_has_the_case(template, tmp_path):
    """A case is given to her; others hear what she writes of it before they hear of that."""
    made = Apart.begun(template, tmp_path, Role.SUPERVISOR)
    first, other = made.first, made.other
    third = Laptop(first, tmp_path / "third", "Worker 8", Role.CASEWORKER)
    third.takes(first.writes())
    code = first.case()
    first.agrees(code)
    other.takes(first.writes())
    first.takes(third.writes())
    first.office(first.template.supervisor).caseload.assign(code, third.user.hex())
    gives = [first.writes()]
    third.takes(gives[0])
    first.takes(third.writes())
    gives.append(first.writes())
    third.takes(gives[1])
    with third.office() as office:
        office.answers.record(code, "note", {"text": "WORD-OF-EIGHT"}, "en")
    assert other.takes(third.writes()).early
    assert not other.finds("WORD-OF-EIGHT")
    for stick in gives:
        other.takes(stick)
    assert other.finds("WORD-OF-EIGHT")
    first.close()


# ------------------------------------------------------------------------------ everybody's way


TOO_MUCH = {
    "task": (Kind.CREATE, nobody(), "task", None, {"title": (1, 2), "case_id": 7}),
    "form_version": (Kind.CREATE, nobody(), "form_version", None, {"form_id": (1,)}),
    "service": (Kind.CREATE, nobody(), "service", None, {"name": b"\x00", "kind": (1,)}),
}


@pytest.mark.parametrize("table", [*TOO_MUCH, "consent_event"])
def test_what_no_row_can_hold_stops_its_own_lane_alone(template, tmp_path, table):
    """Also what whoever administers says: a part that leaves, and its children stay."""
    pair = Apart.begun(template, tmp_path, Role.SUPERVISOR)
    code, case = pair.both_hold()
    ((event,),) = told(pair.first, "select id from consent_event where kind = 'given' limit 1")
    ((lives,),) = pair.first.store.connection.execute(
        "select stream from entity where id = ?", (case,)
    ).fetchall()
    signs = Forger(
        pair.other,
        lives if table in {"task", "consent_event"} else forger(pair, "config").stream,
    )
    place = stands(pair.first.store, event, PLACE)
    left = Kind.MOVE, event, "consent_event", None, None, place
    pair.first.post.take([signs.says(TOO_MUCH.get(table, left))])
    service = {"name": "Example Later", "kind": "health"}
    pair.first.office(pair.first.template.supervisor).answers.record(None, "service", service, "en")
    pair.other.takes(pair.first.writes())
    with pair.other.store() as store:
        names = "select count(*) from service where name = 'Example Later'"
        assert store.connection.execute(names).fetchall() == [(1,)]
    assert code in pair.other.codes()
    # What belongs to no case and came all the same is told.
    faults = pair.first.store.examine().faults
    assert all(one.startswith("elsewhere:") for one in faults)
    pair.first.close()


def an_entry_that_follows_nothing(team, signs):
    entry = Entry(team.first.post.membership.roster.n + 5, os.urandom(32), Settle((bytes(32),)))
    return [signs.seals(Carries.ROSTER, entry.encode())]


def operations(_team, signs):
    return [signs.says((Kind.SET, nobody(), "task", "title", "x"))]


def two_keys(team, signs):
    now = kem_digest(team.first.post.membership.roster.workbooks[signs.me.workbook].kem)
    what = [Renew(signs.me.workbook, make_pair().public, 0) for _ in range(2)]
    return [signs.seals(Carries.ROSTER, Entry(0, now, one).encode()) for one in what]


@pytest.mark.parametrize("forges", [an_entry_that_follows_nothing, operations, two_keys])
@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.VIEWER])
def test_nobody_keeps_others_from_being_let_in_or_keys_from_turning(
    template, tmp_path, forges, role
):
    made = Apart.begun(template, tmp_path, role)
    member = made.first.post.membership
    made.first.post.take(forges(made, Forger(made.other, member.roster.stream)))
    assert not member.heard.chain.waiting
    new = Laptop(made.first, tmp_path / "new", "Worker 9", Role.CASEWORKER)
    new.takes(made.first.writes())
    with new.post() as post:
        assert post.membership.belongs
    made.first.close()


@pytest.mark.parametrize("place", [56, 116])
def test_a_number_that_no_store_holds_is_no_batch(pair, place):
    signs = forger(pair, "own")
    signs.says((Kind.SET, nobody(), "task", "title", "x"))
    batch = signs.says((Kind.SET, nobody(), "task", "title", "x"))
    bad = batch[:place] + b"\x80" + batch[place + 1 :]
    assert pair.first.post.take([bad]).refused == {"frame.number": 1}


def test_her_own_stream_is_hers(strangers):
    """What she may say counts: the same words, of her own case."""
    with strangers.other.office() as office:
        code = office.answers.record(None, "intake", VISIT, "en").case_code
        strangers.first.agrees(code, office=office)
    strangers.first.takes(strangers.other.writes())
    case = case_of(strangers.first, code)
    known = stands(strangers.first.store, case, "opened_on")
    signs = forger(strangers, "own")
    assert signs.stream == caseload_of(signs.roster.org, strangers.other.user)
    op = Kind.SET, case, "casefile", "opened_on", "2026-01-02", known
    came = strangers.first.post.take([signs.says(op)])
    assert (came.operations, came.early, came.refused) == (1, 0, {})
    days = "select opened_on from casefile where id = ?"
    assert strangers.first.store.connection.execute(days, (case,)).fetchall() == [("2026-01-02",)]
