"""Stories of consent that are drawn by chance, and what the store says stands of them."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from casework.consent.event import ConsentEvent, ConsentKind
from casework.consent.grant import Ending, Grant, Pause, Purpose, Reach, Scope
from casework.ids import new_id

ROWS = st.integers(1, 2)
GIVERS = st.sampled_from(["survivor", "survivor_alone", "caregiver", "other_adult", "court"])
# Of age before, on, and after the days of the story; on a leap day; never known; and old enough
# to agree alone, or to weigh it, before, on, and after them.
BIRTHS = st.sampled_from(
    ["2008-03-08", "2008-03-10", "2008-03-11", "2008-03-13", "2008-02-29", ""]
    + [f"{year}-03-{day}" for year in (2011, 2014) for day in ("09", "10", "11", "12", "13")]
)


def draw_event(draw, start, scopes, known):
    """Return one event: what it ends, having seen some of what was before, or what it grants."""
    at = start + timedelta(hours=draw(st.integers(-48, 48)))
    purposes = st.sampled_from([Purpose.REFERRAL] * 3 + [Purpose.CASE_SERVICE])
    if known and draw(st.booleans()):
        purpose, seen = draw(purposes), draw(st.sets(st.sampled_from([one.id for one in known])))
        scope = draw(st.sampled_from([None, *scopes])) if purpose is Purpose.REFERRAL else None
        why = draw(st.sampled_from(["", "", *(one.value for one in Pause)]))
        pauses = {"suspends": True, "event_id": new_id().hex(), "reason": why} if why else {}
        return at, [], Ending(purpose, at, scope, frozenset(seen), **pauses)
    event_id, giver = new_id().hex(), draw(GIVERS)
    said = (at, event_id, giver)
    return at, [draw_grant(draw, said, purposes, scopes) for _ in range(draw(ROWS))], None


def draw_grant(draw, said, purposes, scopes):
    at, event_id, giver = said
    purpose = draw(purposes)
    day = (at + timedelta(days=draw(st.integers(-3, 3)))).date()
    return Grant(
        id=new_id().hex(),
        event_id=event_id,
        purpose=purpose,
        scope=Scope(Reach.OWN)
        if purpose is Purpose.CASE_SERVICE
        else draw(st.sampled_from(scopes)),
        given_at=at,
        valid_from=day,
        valid_until=day + timedelta(days=draw(st.integers(0, 5))),
        refused=draw(st.integers(0, 3)) == 0,
        given_by=giver,
    )


def kind_of(ending):
    if ending is None:
        return ConsentKind.GIVEN
    return ConsentKind.SUSPENDED if ending.suspends else ConsentKind.WITHDRAWN


def keep_event(work, case_id, worker, said, **more):
    at, grants, ending = said
    own = ending.event_id if ending and ending.suspends else new_id().hex()
    event = ConsentEvent(
        id=grants[0].event_id if grants else own,
        kind=more.pop("kind", kind_of(ending)),
        at=at,
        given_by=grants[0].given_by if grants else "survivor",
        means="verbal",
        language="en",
        text_version="1",
        age_band="adult",
        limits_explained=True,
        recorded_by=worker,
        ending=ending,
        reason=ending.reason if ending else "",
        **more,
    )
    work.consents.add(case_id, event, grants)


def standing(desks, case_id, service, at):
    day = at.date().isoformat()
    rows = desks.store.connection.execute(
        "select id from standing_grant where case_id = ? and service_id = ?"
        " and purpose = 'referral' and valid_from <= ? and valid_until >= ?",
        (bytes.fromhex(case_id), bytes.fromhex(service.id), day, day),
    )
    return {row[0].hex() for row in rows}
