"""Each belt that guards consent holds with the others off."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from consent_stories import BIRTHS, draw_event, keep_event, standing
from figured import OUTSIDE, sexes_counted
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.consent.event import ConsentKind
from casework.consent.grant import Consents, Purpose, Reach, Scope
from casework.disclosure import ConsentMissing, Disclosure
from casework.ids import new_id
from casework.records.birth import of_age_on
from casework.referrals.letters import Order
from db import figures
from db.guards.triggers import GuardRefused
from db.rows.moments import stored
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
        "insert into referral (id, case_id, service_id, status, created_at, changed_at,"
        " changed_on, service_type, reason, accompaniment, urgency, refusal, outcome)"
        " values (?, ?, ?, 'idea', ?, ?, ?, '', '', '', '', '', '')",
        (referral, case_id, service, at, at, at[:10]),
    )
    cursor.execute(
        "insert into letter (id, number, case_id, referral_id, service_id, purpose, kind, language,"
        " template, issued_at, issued_on, issued_by, valid_until, grant_ids, told, withheld,"
        " content, content_hash, check_code, protected) values"
        " (?, ?, ?, ?, ?, 'referral', 'referral', 'en', 't',"
        " ?, ?, ?, ?, ?, '', '', x'', '', '', 'no')",
        (
            new_id(),
            new_id().hex(),
            case_id,
            referral,
            service,
            at,
            at[:10],
            new_id(),
            at[:10],
            grant_id,
        ),
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


def test_a_letter_is_set_from_a_disclosure_only() -> None:
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


# --- the third belt: one query


def test_nobody_is_counted_who_has_not_agreed_to_it(desks, case) -> None:
    desks.agree(case)
    assert sexes_counted(desks) == {}


def test_whoever_agreed_is_counted_until_the_last_day(desks, case) -> None:
    desks.agree(case, **OUTSIDE)
    assert sexes_counted(desks) == {"female": 1}
    desks.clock.pass_days(91)
    assert sexes_counted(desks) == {}


def test_whoever_withdrew_is_no_longer_counted(desks, case) -> None:
    desks.agree(case, **OUTSIDE)
    desks.office().grants.withdraw(case, Purpose.STATISTICS_EXTERNAL)
    assert sexes_counted(desks) == {}


def test_figures_ask_the_one_view_and_no_table_of_consent() -> None:
    """What is only watched, so that sums follow, is named with the triggers."""
    folder = Path(figures.__file__).parent
    asked = {path.stem: path.read_text("utf-8") for path in folder.glob("*.py")}
    about = {name for name, text in asked.items() if re.search("consent_|standing_grant", text)}
    assert about == {"marks"}
    assert not re.search(r"(from|join)\s+(consent_|standing_grant)", asked["marks"])
    assert {name for name, text in asked.items() if "from countable" in text} == {"counted", "sums"}


# --- the fourth belt: the store, with every use case stepped over


def test_the_store_refuses_a_letter_without_a_grant(desks, case) -> None:
    with pytest.raises(Exception, match="consent:letter"):
        put_letter(desks, case)


def test_the_store_takes_a_letter_under_a_grant_that_it_names(desks, case) -> None:
    desks.agree(case)
    grant = grants_of(desks, case)[0]
    put_letter(desks, case, grant)
    kept = desks.store.connection.execute("select grant_ids from letter").fetchall()
    assert kept == [(grant,)]


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
            "insert into referral"
            " (id, case_id, service_id, status, created_at, changed_at, changed_on)"
            " values (?, ?, ?, 'letter_issued', ?, ?, ?)",
            (new_id(), case_id, service, at, at, at[:10]),
        )


@pytest.mark.parametrize(
    "table",
    [
        "consent_event",
        "consent_grant",
        "letter",
        "letter_recall",
        "letter_notice",
        "audit_entry",
        "op",
    ],
)
@pytest.mark.parametrize("change", ["delete from {}", "update {} set rowid = rowid"])
def test_what_was_recorded_is_never_changed(desks, case, table, change) -> None:
    desks.agree(case)
    desks.office().letters.issue(Order(case, CLINIC))
    desks.office().grants.withdraw(case, Purpose.REFERRAL)
    desks.office().recalls.notify(case)
    column = "idx" if table == "op" else "rowid"
    statement = change.format(table).replace("rowid", column)
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
    desks.agree(case)
    with pytest.raises(GuardRefused, match="append_only:consent_event"):
        erase_consent(desks)


def erase_consent(desks):
    with desks.store.begin(desks.template.caseworker) as work:
        work._session.connection().exec_driver_sql("delete from consent_event")


# --- both say the same


@pytest.mark.parametrize("stories", [40, 120], ids=["few", "many"])
def test_the_store_and_the_rule_agree_on_every_story(desks, stories) -> None:
    @settings(max_examples=stories, deadline=None)
    @given(data=st.data())
    def told(data):
        agree_on_one(desks, data)

    told()


def agree_on_one(desks, data) -> None:
    """See that store and rule say the same of one case, whatever was said of it."""
    case, codes = desks.visit(), desks.services()
    service = next(one for one in desks.office().services.all() if one.name == CLINIC)
    scopes = [
        Scope(Reach.SERVICE, codes[CLINIC]),
        Scope(Reach.SERVICE, codes["Example Ward B"]),
        Scope(Reach.KIND, "health"),
        Scope(Reach.KIND, "legal"),
    ]
    start = desks.clock.moment
    birth = data.draw(BIRTHS)
    desks.store.connection.execute("update person set born_from = ?", (birth or None,))
    grants, endings, lifted = [], [], set()
    with desks.store.begin(desks.template.caseworker) as work:
        case_id = work.cases.by_code(case).id
        for _ in range(data.draw(st.integers(1, 4))):
            said = draw_event(data.draw, start, scopes, grants)
            keep_event(work, case_id, desks.template.caseworker.id, said)
            grants += said[1]
            endings += [said[2]] if said[2] else []
            pauses = [one.event_id for one in endings if one.suspends]
            if pauses and data.draw(st.booleans()):
                lifts = frozenset({data.draw(st.sampled_from(pauses))})
                lifting = {"kind": ConsentKind.LIFTED, "lifts": lifts}
                worker = desks.template.caseworker.id
                keep_event(work, case_id, worker, (said[0], [], None), **lifting)
                lifted |= lifts
        work._session.commit()
        assert {one.id for one in work.consents.of(case_id).grants} == {one.id for one in grants}
    at = start + timedelta(hours=data.draw(st.integers(-60, 60)))
    said = Consents(tuple(grants), tuple(endings), frozenset(lifted))
    if birth:
        born = date.fromisoformat(birth)
        said = dataclasses.replace(said, of_age_on=of_age_on(born), births=(born,))
    rule = {one.id for one in said.in_force(Purpose.REFERRAL, service.recipient, at)}
    assert standing(desks, case_id, service, at) == rule
