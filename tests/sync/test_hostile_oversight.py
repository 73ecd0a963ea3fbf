"""A member's own program takes no trace away that she opened a colleague's case in need."""

from __future__ import annotations

import pytest
from apart import Apart
from forged import Forger, nobody

from casework.team.supervision import Finding, Why
from ledger.ops import LIFE, Kind, OpId
from sync.members.member import caseload_of
from sync.survey import remember_speakers


@pytest.fixture
def team(template, tmp_path):
    """Return three who lead: the second has a case that all hold, the third her own program."""
    made = Apart.with_a_case(template, tmp_path)
    yield made
    made.first.close()


def hers(team):
    """Return who forges at the third laptop, in the stream of the second one."""
    remember_speakers(team.first.post)
    org = team.first.post.membership.roster.org
    return Forger(team.third, caseload_of(org, team.other.user))


def heads(team, entity):
    told = "select lane, aseq, idx from cell_meta where entity = ?1"
    made = "select lane, aseq, idx from entity where id = ?1"
    rows = team.first.store.connection.execute(f"{told} union {made}", (entity,)).fetchall()
    return sorted(OpId(*row) for row in rows)


def made(team, entity):
    """Return what the row of an opening says, without its id."""
    cursor = team.first.store.connection.execute("select * from glass where id = ?", (entity,))
    row = dict(zip([one[0] for one in cursor.description], cursor.fetchone(), strict=True))
    del row["id"]
    return row


def everywhere(team):
    team.first.takes(team.other.writes())
    team.third.takes(team.first.writes())
    team.first.takes(team.third.writes())
    team.other.takes(team.first.writes())


GLASS = {
    "deleted": lambda _row: (Kind.DELETE, None, None),
    "deleted as a word": lambda _row: (Kind.SET, LIFE, True),
    "for another reason": lambda _row: (Kind.SET, "why", "asked_by_her"),
    "by somebody else": lambda _row: (Kind.SET, "user_id", nobody()),
    "at another time": lambda _row: (Kind.SET, "opened_at", "2020-01-01T00:00:00.000000Z"),
    "made anew": lambda row: (Kind.CREATE, None, row | {"why": "asked_by_her"}),
    "erased": lambda _row: (Kind.ERASE, None, "her_wish"),
}


@pytest.mark.parametrize("way", GLASS)
def test_who_opened_a_case_in_need_takes_no_trace_of_it_away(team, way):
    with team.third.office() as office:
        office.glass.open(team.code, Why.DANGER)
    everywhere(team)
    ((one,),) = team.first.store.connection.execute("select id from glass").fetchall()
    before = made(team, one)
    kind, field, value = GLASS[way](before)
    batch = hers(team).says((kind, one, "glass", field, value, heads(team, one)))
    # Made once more, with other words, it counts for nothing and stops no lane.
    assert team.first.post.take([batch]).refused.total() == (kind is not Kind.CREATE)
    assert made(team, one) == before
    (event,) = team.here.glass.events()
    assert (event.worker, event.why) == ("Worker 8", Why.DANGER)


REVIEWED = {"reviewed_at": "2026-03-10T10:00:00.000000Z", "finding": "in_order"}


@pytest.mark.parametrize("names", ["a colleague", "herself"])
@pytest.mark.parametrize("anew", [False, True])
def test_who_opened_it_looks_at_it_in_nobodys_name(team, names, anew):
    """It stood there as reviewed by a colleague who had never seen it."""
    with team.third.office() as office:
        office.glass.open(team.code, Why.DANGER)
    everywhere(team)
    ((one,),) = team.first.store.connection.execute("select id from glass").fetchall()
    by = bytes.fromhex(team.first.template.supervisor.id)
    said = REVIEWED | {"reviewed_by": by if names == "a colleague" else team.third.user}
    known = heads(team, one)
    ops = [(Kind.SET, one, "glass", field, value, known) for field, value in said.items()]
    if anew:
        ops = [(Kind.CREATE, one, "glass", None, made(team, one) | said, known)]
    team.first.post.take([hers(team).says(*ops)])
    (event,) = team.here.glass.events()
    assert (event.worker, event.finding, event.reviewed_by) == ("Worker 8", None, "")
    team.here.glass.review(event.id, Finding.TALKED)
    (event,) = team.here.glass.events()
    assert event.finding is Finding.TALKED
    assert event.reviewed_by == team.first.template.supervisor.name
