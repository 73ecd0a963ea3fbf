"""What the store keeps of consent: a withdrawal names what it took back; few ask for much."""

from __future__ import annotations

import pytest

from casework.consent.grant import Purpose
from ledger.ops import decode_parents

OPS = (
    "select o.parents from op as o join consent_event as e on e.id = o.entity"
    " where e.kind = ? and o.kind = 2"
)


@pytest.mark.parametrize(("kind", "named"), [("given", 0), ("withdrawn", 1)])
def test_a_withdrawal_has_the_grants_it_took_back_as_parents(desks, kind, named):
    case = desks.visit()
    desks.agree(case)
    desks.office().grants.withdraw(case, Purpose.REFERRAL, "Example Clinic A")

    ((parents,),) = desks.store.connection.execute(OPS, (kind,)).fetchall()

    assert len(decode_parents(parents) if parents else ()) == named


def test_today_makes_no_session_where_no_decision_waits(desks):
    """It is the first page that most see, and asks it each time: to make one is a tenth of that."""
    desks.visit()
    desks.close()
    desks.opens()
    desks.office().tasks.today()
    assert "_sessions" not in vars(desks.store)
