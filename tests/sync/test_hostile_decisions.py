"""A member's own program alters nothing that colleagues decided, held, or walled off together."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from apart import Apart
from forged import forger, nobody
from make import VISIT
from reading import page_texts

from casework.consent.override import Basis, ToldHer
from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.keeping.erasure import HoldBasis
from casework.keeping.erasures import NewHold
from casework.referrals.overrides import Proposal
from casework.team.supervision import Why as Opened
from db.guards.triggers import KEPT_COLUMNS, WITH_ITS_CASE
from ledger.ops import LIFE, Kind, Op, OpId
from sync.members.sayable import unsayable

POLICE = "Example Police Liaison"
WHOLE = {
    "attachment": "select * from attachment where id = ?",
    "hold": "select * from hold where id = ?",
    "override": "select * from override where id = ?",
}


@pytest.fixture
def team(template, tmp_path):
    """Return three who lead; the second has a case that all hold, and a program of her own."""
    made = Apart.with_a_case(template, tmp_path)
    made.here.glass.open(made.code, Opened.DANGER)
    everywhere(made)
    yield made
    made.first.close()


def everywhere(team):
    for _turn in range(2):
        team.first.takes(team.other.writes())
        team.third.takes(team.first.writes())
        team.first.takes(team.third.writes())
        team.other.takes(team.first.writes())


def proposal(team):
    """Let the second one propose to tell the police the name; return it once all have it."""
    with team.other.office() as office:
        wanted = Proposal(
            authority=POLICE,
            basis=Basis.LEGAL_OBLIGATION,
            items=frozenset({"name_used"}),
            reason="EX-REASON",
            told_her=ToldHer.BEFORE,
            review_on=team.clock().date() + timedelta(days=30),
        )
        made = office.overrides.propose(team.code, wanted).subject_id
    everywhere(team)
    return made


def heads(team, entity):
    told = "select lane, aseq, idx from cell_meta where entity = ?1"
    made = "select lane, aseq, idx from entity where id = ?1"
    rows = team.first.store.connection.execute(f"{told} union {made}", (entity,)).fetchall()
    return sorted(OpId(*row) for row in rows)


def row_of(team, table, entity):
    """Return what a row says, without its id."""
    cursor = team.first.store.connection.execute(WHOLE[table], (entity,))
    row = dict(zip([one[0] for one in cursor.description], cursor.fetchone(), strict=True))
    del row["id"]
    return row


def says(team, table, entity, what):
    """Let her say something of a thing in her own stream, having seen all of it.

    Return how much of it is refused; what makes it once more, and otherwise, counts for nothing.
    """
    kind, field, value = what
    batch = forger(team, "own").says((kind, entity, table, field, value, heads(team, entity)))
    return team.first.post.take([batch]).refused.total()


def makes_anew(team, table, entity, row, others):
    """Let her make a thing once more, each field otherwise: none stops her lane, none counts."""
    her = forger(team, "own")
    for name in KEPT_COLUMNS[table]:
        said_so = row | {name: others[type(row[name] or "")]}
        made = (Kind.CREATE, entity, table, None, said_so, heads(team, entity))
        assert team.first.post.take([her.says(made)]).refused == {}, name
    assert row_of(team, table, entity) == row


def said(how, row, name, value):
    """Return how something of a thing is said otherwise: alone, or with what makes it."""
    return {
        "alone": (Kind.SET, name, value),
        "made anew": (Kind.CREATE, None, row | {name: value}),
    }[how]


@pytest.mark.parametrize("how", ["alone", "made anew"])
@pytest.mark.parametrize(
    ("name", "value"), [("items", "name_used own_phone"), ("recipient", "s-other")]
)
def test_what_two_decided_to_tell_is_all_that_leaves(team, how, name, value):
    """A colleague agreed to the name; her telephone stood in the letter that went out here."""
    one = proposal(team)
    team.here.overrides.decide(team.code, one)
    everywhere(team)
    entity = bytes.fromhex(one)
    row = row_of(team, "override", entity)
    assert says(team, "override", entity, said(how, row, name, value)) == (how == "alone")
    issued = team.here.overrides.carry_out(team.code, one)
    words = " ".join(page_texts(issued.pdf))
    assert VISIT["name_used"] in words
    assert VISIT["phone"] not in words


def decided(team):
    """Let something be held and proposed in her case; return what stands."""
    here, other = team.here, team.other.user.hex()
    day = team.clock().date() + timedelta(days=30)
    hold = NewHold(team.code, HoldBasis.COURT, "EX-REASON", other, day)
    made = {
        "hold": here.erasures.hold(hold).subject_id,
        "override": proposal(team),
    }
    everywhere(team)
    return {table: bytes.fromhex(one) for table, one in made.items()}


OTHERWISE = {str: "as she likes", bytes: bytes(16)}
ENDS = ((Kind.DELETE, None, None), (Kind.SET, LIFE, True))


@pytest.mark.parametrize("table", ["hold", "override"])
def test_what_others_decided_is_not_said_otherwise_and_does_not_go(team, table):
    """A hold lost its reason and who stood for it, and could be gone as if it had never been."""
    entity = decided(team)[table]
    before = row_of(team, table, entity)
    for name in KEPT_COLUMNS[table]:
        changed = said("alone", before, name, OTHERWISE[type(before[name])])
        assert says(team, table, entity, changed) == 1, name
    for ends in (*ENDS, (Kind.ERASE, None, "her_wish")):
        assert says(team, table, entity, ends) == 1
    assert row_of(team, table, entity) == before


@pytest.mark.parametrize("table", ["hold", "override"])
def test_nor_by_what_makes_it_once_more(team, table):
    entity = decided(team)[table]
    makes_anew(team, table, entity, row_of(team, table, entity), OTHERWISE)


@pytest.mark.parametrize("table", ["conflict_link", "erasure", "handing", "review"])
def test_nor_is_a_wall_or_what_somebody_was_asked_to_agree_to(table):
    """What is walled off goes home, to whom a wall may be turned on somebody else."""
    says_so = [(Kind.SET, name, "others") for name in KEPT_COLUMNS[table]]
    says_so += ENDS if table in WITH_ITS_CASE else ()
    for kind, field, value in says_so:
        said_so = Op(OpId(nobody(), 1, 0), kind, nobody(), table, field, value, 1)
        assert unsayable([said_so], "caseload", administers=True) == "incoming.once"


def test_a_file_stays_the_one_that_was_kept(team):
    """Under another key and digest whoever came later got other bytes for the same file."""
    coming = Coming(team.code, Sort.MESSAGE, as_it_is=True)
    kept = bytes.fromhex(team.here.attachments.add(coming, io.BytesIO(b"EX-WORDS")).subject_id)
    everywhere(team)
    before = row_of(team, "attachment", kept)
    others = {str: "as she likes", bytes: bytes(32), int: 7}
    for name in KEPT_COLUMNS["attachment"]:
        changed = said("alone", before, name, others[type(before[name] or "")])
        assert says(team, "attachment", kept, changed) == 1, name
    assert row_of(team, "attachment", kept) == before


def test_nor_does_it_become_another_by_being_made_once_more(team):
    coming = Coming(team.code, Sort.MESSAGE, as_it_is=True)
    kept = bytes.fromhex(team.here.attachments.add(coming, io.BytesIO(b"EX-WORDS")).subject_id)
    everywhere(team)
    others = {str: "as she likes", bytes: bytes(32), int: 7}
    makes_anew(team, "attachment", kept, row_of(team, "attachment", kept), others)
