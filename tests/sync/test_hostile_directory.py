"""A member's own program takes nothing away that all hold, and widens nobody's yes."""

import cbor2
import pytest
from forged import forger, stands

from casework.disclosure import ConsentMissing
from casework.referrals.letters import Order
from casework.registers.breach import Happened, Taken
from casework.registers.outside_request import Asked
from ledger.ops import LIFE, PLACE, Kind, OpId

TOLD = {"categories": ["demographic", "contact", "needs"], "items": ["name_used"]}
POLICE, CLINIC = "Example Police Liaison", "Example Clinic A"


@pytest.fixture
def office(pair):
    return pair.first.office(pair.first.template.supervisor)


_THERE = {
    "outside_request": "select id from outside_request",
    "breach": "select id from breach",
    "service": "select id from service",
}


def rows(laptop, query, *values):
    return laptop.store.connection.execute(query, values).fetchall()


def service(laptop, name):
    return rows(laptop, "select id from service where name = ?", name)[0][0]


def every_cell(laptop, entity):
    """Return all that a deletion has to name so that it replaces the whole."""
    found = rows(
        laptop,
        "select lane, aseq, idx from cell_meta where entity = ?1"
        " union select lane, aseq, idx from entity where id = ?1",
        entity,
    )
    return sorted(OpId(*row) for row in found)


def noted(pair, office):
    """Note one of each that all hold, and let the other laptop hear of it."""
    today = pair.clock().date()
    code = pair.first.case()
    request = office.requests.note(Asked(today, "police", "W", "words", True, code)).subject_id
    breach = office.breaches.note(Happened(today, "paper_gone", "words", "nobody", ())).subject_id
    office.breaches.take(breach, Taken(today, "asked for it back", told=False))
    pair.other.takes(pair.first.writes())
    return {
        "outside_request": bytes.fromhex(request),
        "breach": bytes.fromhex(breach),
        "service": service(pair.first, CLINIC),
    }


WAYS = {
    "move": lambda laptop, one: (Kind.MOVE, None, None, stands(laptop.store, one, PLACE)),
    "delete": lambda laptop, one: (Kind.DELETE, None, None, every_cell(laptop, one)),
    "deleted as a word": lambda laptop, one: (Kind.SET, LIFE, True, every_cell(laptop, one)),
    "moved as a word": lambda laptop, one: (Kind.SET, PLACE, b"x" * 16, every_cell(laptop, one)),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("table", ["outside_request", "breach", "service"])
def test_nobody_takes_away_what_all_hold(pair, office, table, way):
    """It was gone from every laptop, with its words, and what others had agreed to with it."""
    one = noted(pair, office)[table]
    kind, field, value, parents = way(pair.first, one)
    batch = forger(pair, "config").says((kind, one, table, field, value, parents))
    assert pair.first.post.take([batch]).refused.total() == 1
    assert one in {key for (key,) in rows(pair.first, _THERE[table])}


def test_only_who_leads_takes_back_what_was_done_about_a_breach(pair, office):
    noted(pair, office)
    ((done,),) = rows(pair.first, "select id from breach_action")
    batch = forger(pair, "config").says(
        (Kind.DELETE, done, "breach_action", None, None, every_cell(pair.first, done))
    )
    assert pair.first.post.take([batch]).refused.total() == 1
    assert rows(pair.first, "select count(*) from breach_action") == [(1,)]


# ------------------------------------------------------------------------------ whom a yes names


def agreed_by_kind(pair, office):
    """Let her agree that any clinic is told, and hear what a letter to the police says to that."""
    code = pair.first.case()
    pair.first.agrees(
        code,
        purpose="referral",
        recipient=None,
        recipient_kind="health",
        any_of_kind="yes",
        **TOLD,
    )
    with pytest.raises(ConsentMissing):
        office.letters.issue(Order(code, POLICE))
    return code


def test_nobody_gives_a_service_another_kind(pair, office):
    code, police = agreed_by_kind(pair, office), service(pair.first, POLICE)
    known = stands(pair.first.store, police, "kind")
    batch = forger(pair, "config").says((Kind.SET, police, "service", "kind", "health", known))
    assert pair.first.post.take([batch]).refused.total() == 1
    with pytest.raises(ConsentMissing):
        office.letters.issue(Order(code, POLICE))


@pytest.mark.parametrize("replaces", [False, True])
def test_no_yes_stands_for_a_service_that_was_made_a_second_time(pair, office, replaces):
    """One batch alone tells nobody that it is the second; the store knows, on every laptop."""
    code, police = agreed_by_kind(pair, office), service(pair.first, POLICE)
    ((made, *op_id),) = rows(
        pair.first, "select o.value, o.lane, o.aseq, o.idx from op as o where o.entity = ?", police
    )
    fields = cbor2.loads(made) | {"kind": "health"}
    known = [OpId(*op_id)] if replaces else []
    batch = forger(pair, "config").says((Kind.CREATE, police, "service", None, fields, known))
    assert not pair.first.post.take([batch]).refused
    assert POLICE not in {one.name for one in office.services.all()}
    standing = "select count(*) from standing_grant where service_id = ?"
    assert rows(pair.first, standing, police) == [(0,)]
    assert rows(pair.first, standing, service(pair.first, CLINIC)) != [(0,)]
    with pytest.raises(Exception, match=r"consent_missing|not_found|service"):
        office.letters.issue(Order(code, POLICE))


def test_nobody_does_so_in_her_own_stream_either(pair):
    police = service(pair.first, POLICE)
    known = stands(pair.first.store, police, "kind")
    batch = forger(pair, "own").says((Kind.SET, police, "service", "kind", "health", known))
    assert pair.first.post.take([batch]).refused.total() == 1
