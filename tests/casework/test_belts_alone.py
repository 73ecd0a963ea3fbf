"""Each belt of wall, overrides, roles and what is only added to, tried with the others off."""

from __future__ import annotations

import pytest
from known_case import Known

from casework.consent.grant import Purpose
from casework.consent.override import Basis, OverrideRefused, ToldHer
from casework.disclosure import ConsentMissing
from casework.ids import new_id
from casework.keeping.erasure import Basis as Why
from casework.keeping.erasure import ErasureRefused
from casework.referrals.desk import Move
from casework.referrals.letters import Order
from casework.referrals.overrides import Proposal
from casework.referrals.referral import Need, ReferralStatus
from casework.registers.breach import Happened, Taken
from casework.registers.outside_request import Asked
from casework.team.caseload import CaseloadRefused
from casework.team.seat import NotFound
from casework.team.supervision import Why as Opened
from casework.team.wall import Nearness, WallRefused
from casework.team.worker import Role, Worker
from db.guards.triggers import APPEND_ONLY, KEPT_COLUMNS
from db.rows.moments import stored

CLINIC = "Example Clinic A"
POLICE = "Example Police Liaison"
KEY = "select id from {table} where {column} = ?"
DELETED = "delete from {table}"
CHANGED = "update {table} set {column} = {value}"
# How the log says that something is erased.
ERASED = 3


@pytest.fixture
def case(desks):
    return desks.visit()


def without_triggers(desks):
    """Take every trigger of the store off, so that the desks stand alone."""
    connection = desks.store.connection
    asked = "select name from sqlite_temp_master where type = 'trigger'"
    names = [name for (name,) in connection.execute(asked).fetchall()]
    assert len(names) > len(APPEND_ONLY)
    for name in names:
        connection.execute(f"drop trigger temp.{name}")


def key_of(desks, table, column, value):
    asked = KEY.format(table=table, column=column)
    return desks.store.connection.execute(asked, (value,)).fetchone()[0]


def walled_service(desks, case):
    desks.agree(case)
    desks.office().walls.keep_service_from(case, CLINIC, Nearness.SAME_UNIT)


# --- the wall


def test_the_desks_keep_the_wall_with_the_triggers_off(desks, case) -> None:
    walled_service(desks, case)
    colleague = desks.template.colleague
    desks.office().walls.keep_from(case, colleague.id, Nearness.RELATIVE)
    without_triggers(desks)
    for give in ("share", "offer"):
        with pytest.raises(CaseloadRefused, match=r"^colleague_not_free$"):
            getattr(desks.office().caseload, give)(case, colleague.id)
    with pytest.raises(CaseloadRefused, match=r"^colleague_not_free$"):
        desks.office(desks.template.supervisor).caseload.assign(case, colleague.id)
    with pytest.raises(NotFound, match=r"^case_not_found$"):
        desks.office(colleague).overview.of(case)
    with pytest.raises(WallRefused, match=r"^service_in_conflict$"):
        desks.office().letters.issue(Order(case, CLINIC))
    assert desks.store.connection.execute("select count(*) from letter").fetchone() == (0,)


ROWS = {
    "assignment": (
        "insert into assignment (id, case_id, user_id, since, reason) values (?, ?, ?, ?, 'shared')"
    ),
    "task": (
        "insert into task (id, case_id, worker, due, kind, title, status, rests_on, source)"
        " values (?, ?, ?, ?, 'own', '', 'open', '', '')"
    ),
    "referral": (
        "insert into referral (id, case_id, service_id, created_at, status, changed_at, changed_on,"
        " service_type, reason, accompaniment, urgency, refusal, outcome)"
        " values (?, ?, ?, ?, 'idea', '', '', '', '', '', '', '', '')"
    ),
}


@pytest.mark.parametrize("table", sorted(ROWS))
def test_the_store_keeps_the_wall_with_the_desks_off(desks, case, table) -> None:
    walled_service(desks, case)
    desks.office().walls.keep_from(case, desks.template.colleague.id, Nearness.RELATIVE)
    to_service = table == "referral"
    whom = (
        key_of(desks, "service", "name", CLINIC)
        if to_service
        else bytes.fromhex(desks.template.colleague.id)
    )
    values = (new_id(), key_of(desks, "casefile", "code", case), whom, stored(desks.clock()))
    with pytest.raises(Exception, match=f"conflict:{table}"):
        desks.store.connection.execute(ROWS[table], values)


# --- overrides


def proposed(desks, case):
    proposal = Proposal(
        authority=POLICE,
        basis=Basis.LEGAL_OBLIGATION,
        items=frozenset({"name_used"}),
        reason="EX-REASON",
        told_her=ToldHer.BEFORE,
        review_on=desks.clock.moment.date().replace(month=6),
    )
    return desks.office().overrides.propose(case, proposal).subject_id


def test_a_decision_needs_a_second_person_with_the_triggers_off(desks, case) -> None:
    override = proposed(desks, case)
    without_triggers(desks)
    with pytest.raises(OverrideRefused, match="override_second_person"):
        desks.office().overrides.decide(case, override)
    with pytest.raises(ConsentMissing, match="override_not_decided"):
        desks.office().overrides.carry_out(case, override)
    assert desks.office().letters.register() == []


def test_the_store_knows_no_decision_of_one_person_with_the_desks_off(desks, case) -> None:
    override = bytes.fromhex(proposed(desks, case))
    connection = desks.store.connection
    alone = "update override set status = 'decided', decided_by = proposed_by where id = ?"
    connection.execute(alone, (override,))
    asked = "select count(*) from decided_override where id = ?"
    assert connection.execute(asked, (override,)).fetchone() == (0,)
    other = "update override set decided_by = ? where id = ?"
    connection.execute(other, (bytes.fromhex(desks.template.supervisor.id), override))
    assert connection.execute(asked, (override,)).fetchone() == (1,)


# --- what is only added to


@pytest.fixture
def full(desks, case):
    """Return a case with a line in everything that is only added to."""
    office = desks.office()
    desks.agree(case)
    referral = office.referrals.begin(case, Need("health_emergency"), CLINIC).subject_id
    office.referrals.move(case, referral, Move(ReferralStatus.AGREED))
    office.talks.tell(case, referral)
    office.letters.issue(Order(case, CLINIC))
    asked = "select number, check_code from letter"
    office.talks.reply(*desks.store.connection.execute(asked).fetchone(), "accepted")
    office.course.begin_closing(case)
    office.course.resume(case)
    office.grants.withdraw(case, Purpose.REFERRAL)
    office.recalls.notify(case)
    day = desks.clock().date()
    office.requests.note(Asked(day, "police", "EXWORDS", case_code=case))
    breach = office.breaches.note(Happened(day, "paper_gone", "EXWORDS")).subject_id
    supervisor = desks.office(desks.template.supervisor)
    supervisor.breaches.take(breach, Taken(day, "EXWORDS"))
    supervisor.glass.open(case, Opened.DANGER)
    between_two(desks, case)
    return case


def between_two(desks, case):
    """Let something stand that somebody else has to agree to, or has to keep out of."""
    known = Known(case, desks)
    known.asked_about()
    known.held()
    known.walled()
    known.figures()
    known.file()
    proposed(desks, case)
    desks.office().caseload.offer(case, known.colleague)
    Known(desks.visit(), desks).to_be_erased()


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_store_only_adds_with_the_desks_off(desks, table) -> None:
    connection = desks.store.connection
    column = next(row[1] for row in connection.execute(f"pragma table_info({table})"))
    for statement in (DELETED, CHANGED):
        change = statement.format(table=table, column=column, value=column)
        with pytest.raises(Exception, match=f"append_only:{table}"):
            connection.execute(change)


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("table", KEPT_COLUMNS)
def test_what_stays_is_not_reworded_with_the_desks_off(desks, table) -> None:
    for column in KEPT_COLUMNS[table]:
        change = CHANGED.format(table=table, column=column, value=column)
        with pytest.raises(Exception, match=f"append_only:{table}"):
            desks.store.connection.execute(change)


# What a line says and could be made to say otherwise; the log of operations is held by the chain.
SAYS = {
    "case_step": "reason",
    "consent_event": "means",
    "consent_grant": "valid_until",
    "letter": "told",
    "letter_reply": "answer",
    "telling": "told",
    "audit_entry": "action",
    "op": "field",
}


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("table", sorted(SAYS))
def test_the_check_names_what_was_changed_with_the_triggers_off(desks, table) -> None:
    assert desks.workbook.check().faults == ()
    without_triggers(desks)
    column = SAYS[table]
    changed = CHANGED.format(table=table, column=column, value="'changed'")
    desks.store.connection.execute(changed)
    assert desks.workbook.check().faults != ()


# --- roles


@pytest.mark.parametrize("role", [Role.DATA_STEWARD, Role.VIEWER])
def test_the_store_gives_no_case_to_whoever_works_with_none_with_the_desks_off(
    desks, case, role
) -> None:
    people = desks.office(desks.template.supervisor).people
    people.add("0b" * 16, "Worker 11", role, bytes(32))
    with desks.store.begin(Worker("0b" * 16, role, "Worker 11")) as work:
        assert work.cases.by_code(case) is None
        assert work.cases.find("CANARY", 9) == []


# --- erasure


def erased(desks, case):
    erasures = desks.office().erasures
    erasures.request(case, Why.HER_WISH, in_danger=True)
    erasures.carry_out(case)


def test_what_is_erased_has_its_mark_in_the_log_and_no_row_left(desks, case) -> None:
    """By that mark alone what comes late about it is dropped, as the tests of applying show."""
    key = key_of(desks, "casefile", "code", case)
    erased(desks, case)
    asked = "select life from entity where id = ?"
    assert desks.store.connection.execute(asked, (key,)).fetchone() == (ERASED,)
    row = "select count(*) from casefile where id = ?"
    assert desks.store.connection.execute(row, (key,)).fetchone() == (0,)
    parts = "select count(*) from form_instance where case_id = ?"
    assert desks.store.connection.execute(parts, (key,)).fetchone() == (0,)


def test_an_erasure_waits_for_a_second_person_with_the_triggers_off(desks, case) -> None:
    without_triggers(desks)
    erasures = desks.office().erasures
    erasures.request(case, Why.CONSENT_ENDED)
    with pytest.raises(ErasureRefused, match="erasure_not_due"):
        erasures.carry_out(case)
    assert [one.code for one in desks.office().cases.all()] == [case]
