"""Ways around what a member may say: by another operation, by a summary, by what comes together."""

import pytest
from apart import Apart, case_of, summed_up
from forged import STREAMS, forger, nobody, stands
from laptops import Laptop
from make import VISIT

from casework.consent.grant import Purpose
from casework.team.supervision import Why
from casework.team.worker import Role
from db.exchange.batches import Arrived
from db.incoming.apply import Lane
from ledger.ops import PLACE, Kind, Op, OpId

ROLE = "select role from app_user where id = ?"
WHOSE = {
    "assignment": "select case_id from assignment where id = ?",
    "case_pair": "select other_id from case_pair where id = ?",
}
STANDING = "select count(*) from standing_grant where purpose = 'store_elsewhere'"


@pytest.fixture
def two(pair):
    """Return two, of whom the second has a case that the first one has too."""
    pair.code, pair.case = hers(pair)
    return pair


def hers(team):
    with team.other.office() as office:
        code = office.answers.record(None, "intake", VISIT, "en").case_code
        team.first.agrees(code, office=office)
    team.first.takes(team.other.writes())
    return code, case_of(team.first, code)


def told(laptop, query, *asked):
    return laptop.store.connection.execute(query, asked).fetchall()


def takes(laptop, *batches):
    """Take in batches together; return how many were not."""
    came = laptop.post.take(batches)
    return came.refused.total() + came.early


def withdrawn(team):
    office = team.first.office(team.first.template.supervisor)
    office.glass.open(team.code, Why.DANGER)
    office.grants.withdraw(team.code, Purpose.STORE_ELSEWHERE)
    ((event,),) = told(team.first, "select id from consent_event where kind = 'withdrawn'")
    return event


def in_her_summary(team, signs, op):
    """Return what she sums up, with something that she has put there."""
    moment = int(team.clock().timestamp() * 1000) << 16
    aseq = signs.last + 1
    said = Op(OpId(signs.lane, aseq, 0), *op[:5], moment, tuple(op[5:6] and op[5]))
    place = Lane(signs.lane, signs.stream, signs.me.public)
    with team.other.post() as post:
        post.exchange.receive([Arrived(place, aseq, nobody() * 2, [said])])
        there = "update entity set stream = ? where id = ?"
        post.connection.execute(there, (signs.stream, op[1]))
        return summed_up(post)


# ------------------------------------------------------------------------------ said otherwise


@pytest.mark.parametrize("how", ["again", "brought over"])
def test_a_withdrawal_is_not_said_a_second_time_as_something_else(two, how):
    signs, event = forger(two, "own"), withdrawn(two)
    known = stands(two.first.store, event, "kind")
    op = {
        "again": (Kind.CREATE, event, "consent_event", None, {"kind": "given"}, known),
        "brought over": (
            *(Kind.CREATE, event, "consent_event", None),
            *({PLACE: None, "kind": "given"}, known),
        ),
    }[how]
    # It counts for nothing, and her lane does not stop for it.
    assert takes(two.first, signs.says(op)) == 0
    assert told(two.first, STANDING) == [(0,)]
    assert told(two.first, "select kind from consent_event where id = ?", event) == [("withdrawn",)]


@pytest.mark.parametrize(
    ("table", "fields", "changed"),
    [
        ("assignment", {"since": "2027-01-01T00:00:00.000000Z", "reason": "shared"}, "case_id"),
        ("case_pair", {"answer": "same", "at": "2027-01-01T00:00:00.000000Z"}, "other_id"),
    ],
)
def test_what_is_hers_does_not_become_a_part_of_what_is_not(strangers, table, fields, changed):
    _code, mine = hers(strangers)
    facts = fields | {"case_id": mine}
    facts |= {"user_id": strangers.other.user} if table == "assignment" else {"other_id": mine}
    signs, one = forger(strangers, "own"), nobody()
    strangers.first.post.take([signs.says((Kind.CREATE, one, table, None, facts))])
    known = [OpId(signs.lane, signs.last, 0)]
    moved = signs.says((Kind.SET, one, table, changed, strangers.case, known))
    assert takes(strangers.first, moved) == 1
    assert (strangers.case,) not in told(strangers.first, WHOSE[table], one)


def test_nobody_names_beforehand_what_she_will_say_of_a_case_of_somebody_else(strangers):
    ((service, name),) = told(strangers.first, "select id, name from service limit 1")
    own, all_read = forger(strangers, "own"), forger(strangers, "config")
    known = [*stands(strangers.first.store, service, "name"), OpId(own.lane, own.last + 1, 0)]
    planted = all_read.says((Kind.SET, service, "service", "name", name, known))
    assert takes(strangers.first, planted) == 0
    ends = own.says((Kind.ERASE, strangers.case, "casefile", None, "her_wish"))
    assert takes(strangers.first, ends) == 1
    assert told(strangers.first, "select 1 from casefile where id = ?", strangers.case)


@pytest.mark.parametrize("where", STREAMS)
def test_a_service_is_not_erased_and_keeps_the_code_by_which_she_agreed_to_it(two, where):
    ((service, code),) = told(two.first, "select id, code from service order by code limit 1")
    known = stands(two.first.store, service, "code")
    signs = forger(two, where)
    named = signs.says((Kind.SET, service, "service", "code", "another", known))
    assert takes(two.first, named) == 1
    assert takes(two.first, forger(two, where).says((Kind.ERASE, service, "service", None, "x")))
    assert told(two.first, "select code from service where id = ?", service) == [(code,)]


@pytest.mark.parametrize("where", STREAMS)
@pytest.mark.parametrize("printed", ["no", '{"areas":{},"cells":[["people",[],{"value":995}]]}'])
def test_figures_that_nobody_let_out_go_to_nobody(two, where, printed):
    by, at = bytes.fromhex(two.first.template.supervisor.id), "2026-03-10T09:00:00.000000Z"
    facts = {"plan": "month", "period": "2026-02", "recipient": "Example", "least": 5}
    facts |= {"status": "published", "proposed_by": by, "proposed_at": at, "second": by}
    facts |= {"published_at": at, "rule": "r", "printed": printed}
    two.first.post.take(
        [forger(two, where).says((Kind.CREATE, nobody(), "figure_release", None, facts))]
    )
    assert two.first.writes()
    assert two.first.post.figures.seal() == 0


# ------------------------------------------------------------------------------ in a summary


def test_nobody_is_made_a_supervisor_by_a_summary(two):
    me, signs = two.other.user, forger(two, "own")
    known = stands(two.first.store, me, "role")
    two.first.takes(
        in_her_summary(two, signs, (Kind.SET, me, "app_user", "role", "supervisor", known))
    )
    assert told(two.first, ROLE, me) == [("caseworker",)]


def test_no_part_of_a_case_of_somebody_else_comes_by_a_summary(strangers):
    hers(strangers)
    names = [row[1] for row in told(strangers.first, "pragma table_info(consent_event)")]
    row = told(strangers.first, "select * from consent_event limit 1")[0]
    event = dict(zip(names, row, strict=True)) | {"case_id": strangers.case, "kind": "withdrawn"}
    del event["id"]
    op = Kind.CREATE, nobody(), "consent_event", None, event | {"purpose": "case_service"}
    strangers.first.takes(in_her_summary(strangers, forger(strangers, "own"), op))
    ends = "select count(*) from consent_event where case_id = ? and kind = 'withdrawn'"
    assert told(strangers.first, ends, strangers.case) == [(0,)]


# ------------------------------------------------------------------------------ all at once


def test_who_hears_of_a_withdrawal_and_of_its_end_at_once_keeps_the_withdrawal(template, tmp_path):
    made = Apart.begun(template, tmp_path, Role.CASEWORKER)
    first, third = made.first, Laptop(made.first, tmp_path / "third", "Worker 8", Role.SUPERVISOR)
    for _turn in range(2):
        third.takes(first.writes())
        made.other.takes(first.writes())
        first.takes(third.writes())
    made.code, made.case = hers(made)
    third.takes(made.other.writes())
    event = withdrawn(made)
    ends = forger(made, "own").says((Kind.ERASE, event, "consent_event", None, "her_wish"))
    first.post.seal_all()
    mine = [batch for *_at, batch in first.post.exchange.sealed_since({})]
    with third.post() as post:
        post.take([ends, *mine])
        rows = post.connection.execute(
            "select count(*) from consent_event where kind = 'withdrawn'"
        ).fetchall()
    first.close()
    # It stands, or the case has left with it.
    assert rows == [(1,)] or not third.codes()
