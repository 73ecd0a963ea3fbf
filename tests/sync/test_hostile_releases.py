"""A member's own program stops no figures, and takes nothing out of the register of others."""

from __future__ import annotations

import pytest
from apart import Apart
from forged import Forger, forger, nobody
from laptops import Laptop

from casework.figures.errors import FiguresRefused
from casework.team.worker import Role, Worker
from ledger.ops import Kind, OpId

ONE, OTHER = (Worker(f"0{sign}" * 16, Role.SUPERVISOR, "Supervisor") for sign in "ab")
NOTHING = '{"areas":{},"cells":[["people",[["month","2025-02"]],{"value":995,"base":5,"min":10}]]}'


def published(team):
    """Let two at the first laptop publish a month; return its id once the other laptop has it."""
    wanted = team.first.office(ONE).figures.propose("month", "2025-01").subject_id
    team.first.office(OTHER).figures.agree(wanted)
    team.carry()
    return bytes.fromhex(wanted)


def heads(team, entity):
    told = "select lane, aseq, idx from cell_meta where entity = ?1"
    made = "select lane, aseq, idx from entity where id = ?1"
    rows = team.first.store.connection.execute(f"{told} union {made}", (entity,)).fetchall()
    return sorted(OpId(*row) for row in rows)


def release(team):
    """Return what the row of the release says, without its id."""
    cursor = team.first.store.connection.execute("select * from figure_release")
    row = dict(zip([one[0] for one in cursor.description], cursor.fetchone(), strict=True))
    del row["id"]
    return row


SAYS = {
    "dropped": (Kind.SET, "status", "dropped"),
    "taken back": (Kind.SET, "status", "taken_back"),
    "nothing": (Kind.SET, "printed", "no"),
    "another number": (Kind.SET, "printed", NOTHING),
    "another month": (Kind.SET, "period", "2025-02"),
}


def goes_on(team):
    """Return which months the register has, once another one was proposed."""
    office = team.first.office(ONE)
    assert office.figures.propose("month", "2025-02").subject_id
    return [one.wanted.period for one in office.figures.register()]


@pytest.mark.parametrize("what", SAYS)
def test_nothing_that_was_published_is_unsaid_by_a_member(pair, what):
    """Nobody could publish any more; where its mark was not known, what it told was forgotten."""
    entity = published(pair)
    kind, field, value = SAYS[what]
    op = kind, entity, "figure_release", field, value, heads(pair, entity)
    assert pair.first.post.take([forger(pair, "config").says(op)]).refused.total() == 1
    assert goes_on(pair) == ["2025-01"]


def test_nor_is_anything_said_to_be_published_that_was_not(pair):
    published(pair)
    made = release(pair) | {"printed": NOTHING}
    batch = forger(pair, "config").says((Kind.CREATE, nobody(), "figure_release", None, made))
    assert pair.first.post.take([batch]).refused.total() == 1
    assert goes_on(pair) == ["2025-01"]


def test_who_leads_gives_no_release_another_month(template, tmp_path):
    made = Apart.begun(template, tmp_path, Role.SUPERVISOR)
    entity = published(made)
    signs = Forger(made.other, made.first.post.membership.config)
    op = Kind.SET, entity, "figure_release", "period", "2025-02", heads(made, entity)
    assert made.first.post.take([signs.says(op)]).refused.total() == 1
    assert goes_on(made) == ["2025-01"]
    made.first.close()


def test_our_own_program_says_nothing_there_that_others_would_refuse(template, tmp_path):
    """Nor can anybody count there: the cases are not."""
    made = Apart.begun(template, tmp_path, Role.CASEWORKER)
    steward = Laptop(made.first, tmp_path / "steward", "Steward 1", Role.DATA_STEWARD)
    wanted = made.first.office(ONE).figures.propose("month", "2025-01").subject_id
    steward.takes(made.first.writes())
    with steward.office() as office:
        for says in (office.figures.agree, office.figures.drop):
            with pytest.raises(FiguresRefused) as refused:
                says(wanted)
            assert refused.value.code == "figures_elsewhere"
    came = made.first.takes(steward.writes())
    assert not came.refused
    assert made.first.office(OTHER).figures.agree(wanted)
    made.first.close()
