"""Each belt that guards consent holds with the others off."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.consent import ConsentEvent, ConsentKind
from casework.disclosure import ConsentMissing, Disclosure
from casework.grant import Consents, Ending, Grant, Purpose, Reach, Scope
from casework.ids import new_id
from casework.letters import Order
from db.guards import GuardRefused
from db.moments import stored
from reports.letter import letter_pdf

CLINIC = "Example Clinic A"


@pytest.fixture
def case(desks):
    return desks.visit()


def put_letter(desks, case, grant_id=""):
    """Write a letter row straight into the store, past every use case."""
    cursor = desks.store.connection
    case_id = cursor.execute("select id from casefile where code = ?", (case,)).fetchone()[0]
    service = cursor.execute("select id from service where name = ?", (CLINIC,)).fetchone()[0]
    at = stored(desks.clock())
    referral = new_id()
    cursor.execute(
        "insert into referral (id, case_id, service_id, status, created_at, changed_at)"
        " values (?, ?, ?, 'agreed', ?, ?)",
        (referral, case_id, service, at, at),
    )
    cursor.execute(
        "insert into letter (id, number, case_id, referral_id, service_id, purpose, kind, language,"
        " template, issued_at, issued_by, valid_until, grant_ids, told, withheld, content,"
        " content_hash, check_code, protected) values"
        " (?, ?, ?, ?, ?, 'referral', 'referral', 'en', 't', ?, ?, ?, ?, '', '', x'', '', '', 'no')",
        (new_id(), new_id().hex(), case_id, referral, service, at, new_id(), at[:10], grant_id),
    )


def grants_of(desks, case):
    return [
        row[0].hex()
        for row in desks.store.connection.execute(
            "select g.id from consent_grant g join casefile c on c.id = g.case_id"
            " where c.code = ? and g.purpose = 'referral'",
            (case,),
        )
    ]


# --- the first belt: the value


def test_a_letter_is_set_from_a_disclosure_only(desks, case) -> None:
    with pytest.raises(TypeError):
        letter_pdf({"name": "CANARY"}, None)


def test_without_consent_the_office_issues_no_letter(desks, case) -> None:
    with pytest.raises(ConsentMissing):
        desks.office().letters.issue(Order(case, CLINIC))


def test_a_disclosure_cannot_be_widened(desks, case) -> None:
    desks.agree(case)
    caught = []
    office = desks.office()
    room = office.letters._papers

    class Spy:
        def __getattr__(self, name):
            return getattr(room, name)

        def typeset(self, disclosure, facts, passphrase):
            caught.append(disclosure)
            return room.typeset(disclosure, facts, passphrase)

    office.letters._papers = Spy()
    office.letters.issue(Order(case, CLINIC))
    assert isinstance(caught[0], Disclosure)
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(caught[0], told=())


# --- the fourth belt: the store, with every use case stepped over


def test_the_store_refuses_a_letter_without_a_grant(desks, case) -> None:
    with pytest.raises(Exception, match="consent:letter"):
        put_letter(desks, case)


def test_the_store_takes_a_letter_under_a_grant_that_it_names(desks, case) -> None:
    desks.agree(case)
    put_letter(desks, case, grants_of(desks, case)[0])


def test_the_store_refuses_a_letter_after_withdrawal(desks, case) -> None:
    desks.agree(case)
    desks.office().grants.withdraw(case, Purpose.REFERRAL, CLINIC)
    with pytest.raises(Exception, match="consent:letter"):
        put_letter(desks, case, grants_of(desks, case)[0])


def test_the_store_refuses_a_letter_after_the_last_day(desks, case) -> None:
    desks.agree(case)
    desks.clock.pass_days(91)
    with pytest.raises(Exception, match="consent:letter"):
        put_letter(desks, case, grants_of(desks, case)[0])


def test_the_store_refuses_to_send_a_referral_without_a_grant(desks, case) -> None:
    connection = desks.store.connection
    case_id = connection.execute("select id from casefile where code = ?", (case,)).fetchone()[0]
    service = connection.execute("select id from service").fetchone()[0]
    at = stored(desks.clock())
    with pytest.raises(Exception, match="consent:referral"):
        connection.execute(
            "insert into referral (id, case_id, service_id, status, created_at, changed_at)"
            " values (?, ?, ?, 'letter_issued', ?, ?)",
            (new_id(), case_id, service, at, at),
        )


@pytest.mark.parametrize(
    "table", ["consent_event", "consent_grant", "letter", "letter_recall", "audit_entry", "op"]
)
@pytest.mark.parametrize("change", ["delete from {}", "update {} set rowid = rowid"])
def test_what_was_recorded_is_never_changed(desks, case, table, change) -> None:
    desks.agree(case)
    desks.office().letters.issue(Order(case, CLINIC))
    desks.office().grants.withdraw(case, Purpose.REFERRAL)
    statement = change.format(table)
    if table == "op":
        statement = statement.replace("rowid = rowid", "idx = idx")
    with pytest.raises(Exception, match=f"append_only:{table}"):
        desks.store.connection.execute(statement)


def test_the_store_opens_no_case_before_the_limits_were_explained(desks) -> None:
    case = desks.visit()
    desks.store.connection.execute(
        "update casefile set limits_explained_at = null where code = ?", (case,)
    )
    with pytest.raises(Exception, match="limits:casefile"):
        desks.store.connection.execute(
            "update casefile set status = 'open' where code = ?", (case,)
        )


def test_a_guard_arrives_in_the_office_as_a_code(desks, case) -> None:
    office = desks.office()
    with (
        pytest.raises(GuardRefused, match="append_only:consent_event"),
        office.cases._seat.begin(
            __import__("casework.people", fromlist=["Act"]).Act.RECORD
        ) as work,
    ):
        desks.agree(case)
        work._session.connection().exec_driver_sql("delete from consent_event")


# --- both say the same


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_the_store_and_the_rule_agree_on_every_story(desks, data) -> None:
    case = desks.visit()
    office = desks.office()
    codes = desks.services()
    service = next(one for one in office.services.all() if one.name == CLINIC)
    scopes = [
        Scope(Reach.SERVICE, codes[CLINIC]),
        Scope(Reach.SERVICE, codes["Example Ward B"]),
        Scope(Reach.KIND, "health"),
        Scope(Reach.KIND, "legal"),
    ]
    start = desks.clock.moment
    known: list[Grant] = []
    endings: list[Ending] = []
    with desks.store.begin(desks.template.caseworker) as work:
        case_id = work.cases.by_code(case).id
        for number in range(data.draw(st.integers(1, 4))):
            at = start + timedelta(hours=data.draw(st.integers(-48, 48)))
            scope = data.draw(st.sampled_from(scopes))
            ends = number > 0 and data.draw(st.booleans())
            event_id = new_id().hex()
            grants, ending = (), None
            if ends:
                seen = frozenset(data.draw(st.sets(st.sampled_from([one.id for one in known]))))
                ending = Ending(
                    Purpose.REFERRAL, at, data.draw(st.sampled_from([None, scope])), seen
                )
                endings.append(ending)
            else:
                day = (start + timedelta(days=data.draw(st.integers(-3, 3)))).date()
                grants = (
                    Grant(
                        id=new_id().hex(),
                        event_id=event_id,
                        purpose=Purpose.REFERRAL,
                        scope=scope,
                        given_at=at,
                        valid_from=day,
                        valid_until=day + timedelta(days=data.draw(st.integers(0, 5))),
                        refused=data.draw(st.integers(0, 3)) == 0,
                    ),
                )
                known += grants
            kind = ConsentKind.WITHDRAWN if ends else ConsentKind.GIVEN
            worker = desks.template.caseworker.id
            event = ConsentEvent(
                event_id, kind, at, "survivor", "verbal", "en", "1", "adult",
                limits_explained=True, recorded_by=worker, ending=ending,
            )  # fmt: skip
            work.consents.add(case_id, event, grants)
        work._session.commit()
        read_back = work.consents.of(case_id)
    assert {one.id for one in read_back.grants} == {one.id for one in known}
    at = start + timedelta(hours=data.draw(st.integers(-60, 60)))
    rule = {
        one.id for one in Consents(tuple(known), tuple(endings)).in_force(
            Purpose.REFERRAL, service.recipient, at
        )
    }  # fmt: skip
    day = at.date().isoformat()
    belt = {
        row[0].hex()
        for row in desks.store.connection.execute(
            "select id from standing_grant where case_id = ? and service_id = ?"
            " and given_at <= ? and valid_from <= ? and valid_until >= ?",
            (bytes.fromhex(case_id), bytes.fromhex(service.id), stored(at), day, day),
        )
    }
    assert belt == rule
