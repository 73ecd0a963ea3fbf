"""Every method of every desk: who may ask it, what it leaves in the log, and what it returns."""

from __future__ import annotations

import importlib
import inspect
import typing
from dataclasses import replace

import pytest
from desks_tried import (
    ASKED,
    CHANGING,
    EVERYBODY,
    KEEPS,
    NEW,
    READINGS,
    SUPERVISORS,
    TEAM,
    desks_of,
    methods_of,
)
from known_case import CLINIC, Known
from make import VISIT

import casework.answers.desk
from casework.changes import Change
from casework.disclosure import ConsentMissing
from casework.records.case import CaseStatus
from casework.referrals.letters import Order, UnknownLetterKind
from casework.team.seat import NotFound
from casework.team.worker import Act, NotPermitted, Role, Worker, may
from db.guards.triggers import GuardRefused
from desktop.bootstrap import Workbook

NAMES = (
    "answers.conflicts answers.desk answers.filling answers.history answers.waiting "
    "cases.caselist cases.course_desk cases.desk cases.exploiters cases.legal "
    "cases.overview cases.own_papers cases.printouts cases.sections consent.grants "
    "consent.suspensions figures.desk figures.keeping files.attachments files.bringing "
    "files.submissions files.taking keeping.erasures keeping.retentions persons.likenesses "
    "referrals.desk referrals.letters referrals.overrides referrals.recalls "
    "referrals.talks referrals.treaties registers.breaches registers.requests "
    "services.desk services.unrecorded "
    "tasks.desk team.caseload team.glass team.people team.reviews team.walls team.workload "
)
MODULES = tuple(importlib.import_module(f"casework.{name}") for name in NAMES.split())


def changing():
    """Return the methods that say in their types that they change something."""
    found = set()
    for module in MODULES:
        for name, desk in vars(module).items():
            if name.endswith("Desk") and desk.__module__ == module.__name__:
                for method, function in vars(desk).items():
                    returned = (
                        inspect.get_annotations(function).get("return", "")
                        if callable(function)
                        else ""
                    )
                    if not method.startswith("_") and returned in {
                        "BroughtAnswers",
                        "Change",
                        "Entered",
                        "Erased",
                        "Issued",
                        "Recalled",
                        "Released",
                        "TakenOut",
                        "Agreed",
                        "Withdrawal",
                        "tuple[Change, Practice]",
                        "tuple[Change, Undone]",
                    }:
                        found.add(f"{name.removesuffix('Desk').lower()}.{method}")
    return found


def worker_in(role, desks):
    known = {Role.CASEWORKER: desks.template.caseworker, Role.SUPERVISOR: desks.template.supervisor}
    if role in known:
        return known[role]
    return Worker("09" * 16, role, "Worker 9")


def log(desks):
    rows = desks.store.connection.execute(
        "select action, object, user, reason from audit_entry order by seq"
    )
    return [typing.cast("tuple", row) for row in rows]


COUNTED = """
select (select count(*) from op), (select count(*) from casefile),
    (select count(*) from form_instance), (select count(*) from consent_event),
    (select count(*) from letter), (select count(*) from app_user), (select count(*) from service)
"""


def rows(desks):
    """Return how much there is of everything that a use case writes."""
    return desks.store.connection.execute(COUNTED).fetchone()


@pytest.fixture
def start(begun):
    return begun


@pytest.fixture
def case(desks):
    return Known(desks.template.kept, desks)


def id_of(desks, case):
    return bytes.fromhex(desks.office().cases.find(case)[0].id)


def test_every_method_of_every_desk_is_tried(desks) -> None:
    assert set(methods_of(desks.office())) == set(ASKED)
    assert len(desks_of(desks.office())) == len(MODULES)


@pytest.mark.parametrize("method", sorted(ASKED))
def test_every_method_asks_whether_the_role_allows_it(desks, case, method) -> None:
    arguments, allowed = ASKED[method]
    for role in Role:
        worker = worker_in(role, desks)
        ask = methods_of(desks.office(worker))[method]
        case.role = role
        given = arguments(case)
        before, lines = rows(desks), log(desks)
        if role in allowed:
            assert ask(*given) is not None
            continue
        with pytest.raises(NotPermitted) as refused:
            ask(*given)
        assert not may(worker, refused.value.act)
        assert (rows(desks), log(desks)) == (before, lines)


# The directory of services says nothing of anybody who was helped.
DIRECTORY = {"services.all", "services.everyone", "services.in_numbers", "services.page"}
OPEN_TO_ALL = DIRECTORY | {"treaties.all"}


@pytest.mark.parametrize("method", sorted(set(ASKED) - OPEN_TO_ALL))
def test_there_is_a_role_that_must_not(method) -> None:
    assert EVERYBODY - ASKED[method][1]


@pytest.mark.parametrize(
    ("form", "answers", "allowed"),
    [
        ("service", NEW, {Role.CASEWORKER, Role.SUPERVISOR, Role.DATA_STEWARD}),
        ("intake", VISIT, TEAM),
    ],
)
def test_what_a_form_does_decides_who_may_fill_it_in(desks, form, answers, allowed) -> None:
    for role in Role:
        record = desks.office(worker_in(role, desks)).answers.record
        if role in allowed:
            assert isinstance(record(None, form, answers, "en"), Change)
        else:
            with pytest.raises(NotPermitted):
                record(None, form, answers, "en")


@pytest.mark.parametrize("role", sorted(EVERYBODY - TEAM))
def test_consent_is_recorded_by_the_team_only(desks, case, role) -> None:
    with pytest.raises(NotPermitted, match=r"^consent$"):
        desks.office(worker_in(role, desks)).answers.record(case, "consent", {}, "en")


def test_every_method_that_changes_says_so_in_its_type() -> None:
    assert changing() == CHANGING


@pytest.mark.parametrize("method", sorted(changing()))
def test_every_method_that_changes_returns_its_change_and_leaves_its_line(
    desks, case, method
) -> None:
    given = ASKED[method][0](case)
    before = len(log(desks))
    done = methods_of(desks.office(desks.template.supervisor))[method](*given)
    done = done[0] if isinstance(done, tuple) else done
    change = done if isinstance(done, Change) else done.change
    *written, line = log(desks)[before:]
    subject = change.case_id or change.subject_id
    # Each case that is concerned says so in its own history.
    others = {"case_assigned", "pair_unsure", "imported", "register_head", "answers_brought_in"}
    others |= {"breach_about", "breach_not_about"}
    assert {one[0] for one in written} <= {"written", *others}
    assert line[0] == change.kind
    assert (line[1] or b"").hex() == subject
    assert line[3] == change.reason


@pytest.mark.parametrize("method", sorted(set(ASKED) - changing() - KEEPS))
def test_what_only_asks_changes_nothing(desks, case, method) -> None:
    given = ASKED[method][0](case)
    before = rows(desks)
    methods_of(desks.office(desks.template.supervisor))[method](*given)
    assert rows(desks) == before


@pytest.mark.parametrize("method", sorted(READINGS))
def test_a_reading_of_a_file_is_in_the_log_with_the_file(desks, case, method) -> None:
    given = ASKED[method][0](case)
    before = len(log(desks))
    methods_of(desks.office())[method](*given)
    ((action, subject, *_),) = log(desks)[before:]
    assert action == READINGS[method]
    assert subject == id_of(desks, case)
    assert not desks.store.connection.in_transaction


@pytest.mark.parametrize("method", sorted(READINGS))
def test_what_cannot_be_written_down_is_not_shown(desks, case, method) -> None:
    given = ASKED[method][0](case)
    desks.store.connection.execute(
        "create temp trigger no_line before insert on main.audit_entry"
        " begin select raise(abort, 'append_only:audit_entry'); end"
    )
    with pytest.raises(GuardRefused):
        methods_of(desks.office())[method](*given)


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda office, case: office.grants.of(case[:-1]), "case_code_mistyped"),
        (lambda office, _: office.grants.of(""), "case_code_mistyped"),
        (lambda office, _: office.answers.record(None, "consent", CONSENT, "en"), "case_not_found"),
        (lambda office, case: office.letters.preview(Order(case, "nobody")), "service_not_found"),
    ],
)
def test_what_is_not_there_is_said_by_a_code(desks, case, ask, code) -> None:
    with pytest.raises(NotFound, match=f"^{code}$"):
        ask(desks.office(), case)


CONSENT = {"limits_explained": "yes", "means": "verbal", "given_by": "survivor"}
BY_CASE = sorted(set(READINGS) | KEEPS | {"filling.discard", "filling.finish"})
BY_CASE += ["grants.withdraw", "history.bring_back", "letters.issue", "tasks.add"]


@pytest.mark.parametrize("method", BY_CASE)
def test_a_file_of_a_colleague_does_not_open_and_the_try_is_kept(desks, case, method) -> None:
    colleague, given = desks.template.colleague, ASKED[method][0](case)
    before, lines = rows(desks), len(log(desks))
    with pytest.raises(NotFound, match=r"^(case|draft)_not_found$") as refused:
        methods_of(desks.office(colleague))[method](*given)
    (line,) = log(desks)[lines:]
    assert line[0] == str(refused.value).replace("found", "opened")
    assert rows(desks) == before


def test_lists_and_searches_hold_no_case_of_a_colleague(desks, case) -> None:
    office = desks.office(desks.template.colleague)
    mine = desks.office(desks.template.colleague).answers.record(None, "intake", VISIT, "en")
    assert [one.code for one in office.cases.all()] == [mine.case_code]
    assert [one.code for one in office.cases.find("CANARY")] == [mine.case_code]
    assert office.cases.find(case) == []
    assert office.cases.page(CaseStatus.OPEN) == []


def test_unknown_forms_and_letters_are_refused_by_name(desks, case) -> None:
    with pytest.raises(casework.answers.desk.UnknownForm, match=r"^nothing$"):
        desks.office().answers.questions(None, "nothing", "en")
    with pytest.raises(UnknownLetterKind, match=r"^recall$"):
        desks.office().letters.preview(Order(case, CLINIC, "recall"))


def test_answers_that_do_not_fit_leave_nothing_behind(desks) -> None:
    before, lines = rows(desks), log(desks)
    with pytest.raises(casework.answers.desk.AnswersRefused) as refused:
        desks.office().answers.record(None, "intake", VISIT | {"phone": "CANARY"}, "en")
    assert [problem.question for problem in refused.value.problems] == ["phone"]
    assert "CANARY" not in str(refused.value)
    with pytest.raises(casework.answers.desk.AnswersRefused):
        desks.office().answers.record(None, "service", {"name": "Example"}, "en")
    assert (rows(desks), log(desks)) == (before, lines)


def test_a_service_named_in_a_consent_joins_the_directory_and_can_be_written_to(desks) -> None:
    case = desks.visit()
    desks.agree(
        case,
        recipient=None,
        recipient_new_name="Example Room D",
        recipient_kind="mhpss",
    )
    office = desks.office()
    (new,) = [one for one in office.services.all() if one.name == "Example Room D"]
    assert new.kind == "mhpss"
    assert office.letters.preview(Order(case, "example room d")).told
    assert office.letters.preview(Order(case, new.code)).told
    assert office.letters.preview(Order(case, CLINIC)).told == ()
    assert desks.workbook.check().faults == ()


def test_a_name_that_two_services_bear_is_asked_for_by_code(desks, case) -> None:
    office = desks.office()
    office.answers.record(None, "service", {"name": CLINIC.upper(), "kind": "legal"}, "en")
    with pytest.raises(NotFound, match=r"^service_ambiguous$"):
        office.letters.preview(Order(case, CLINIC))
    assert office.letters.preview(Order(case, desks.services()[CLINIC])).told


def test_a_service_says_itself_in_one_line_a_detail(desks) -> None:
    types = ["livelihood", "education"]
    answers = {"name": "Example Centre", "kind": "cash", "service_types": types}
    change = desks.office().answers.record(None, "service", answers, "en")
    (service,) = [one for one in desks.office().services.all() if one.code == change.reason]
    assert set(service.details["service_types"].split()) == set(types)
    assert service.recipient.offers == set(types)


def test_a_case_opens_when_she_agrees_to_the_work_and_stays_a_draft_when_not(desks) -> None:
    def status(case):
        return desks.office().cases.find(case)[0].status

    agreed, refused = desks.visit(), desks.visit()
    answers = CONSENT | {"case_service": "given"}
    desks.office().answers.record(agreed, "consent", answers, "en")
    desks.office().answers.record(refused, "consent", answers | {"case_service": "refused"}, "en")
    assert (status(agreed), status(refused)) == (CaseStatus.OPEN, CaseStatus.DRAFT)
    # Help does not depend on sharing: a no to it changes nothing.
    no = {"purpose": "referral", "recipient": desks.services()[CLINIC], "answer": "refused"}
    desks.office().answers.record(agreed, "consent", CONSENT | {"grants": [no]}, "en")
    assert status(agreed) is CaseStatus.OPEN


def test_a_letter_that_is_refused_leaves_nothing_behind(desks) -> None:
    case = desks.visit()
    before, lines = rows(desks), log(desks)
    with pytest.raises(ConsentMissing):
        desks.office().letters.issue(Order(case, CLINIC))
    assert (rows(desks), log(desks)) == (before, lines)


# --- the workbook itself


def workbook_of(desks, role):
    """Return the same workbook as somebody of a role has it."""
    desks.office(desks.template.supervisor).people.add("08" * 16, "Worker 8", role, bytes(32))
    unlocked = replace(desks.template.unlocked(), user_id=bytes.fromhex("08" * 16))
    return Workbook(desks.home, unlocked, desks.store, desks.clock)


@pytest.mark.parametrize("role", list(Role))
def test_only_who_may_takes_a_backup_and_it_is_kept_who_did(desks, tmp_path, role) -> None:
    workbook, target = workbook_of(desks, role), tmp_path / "backup"
    if may(workbook.worker, Act.BACKUP):
        assert workbook.back_up(target).backup.size == target.stat().st_size
        action, subject, user, _ = log(desks)[-1]
        assert (action, subject, user) == ("backup_taken", None, desks.store._journal._log._user)
    else:
        with pytest.raises(NotPermitted, match=r"^backup$"):
            workbook.back_up(target)
        assert not target.exists()


@pytest.mark.parametrize("role", sorted(EVERYBODY - SUPERVISORS))
def test_only_who_may_lets_somebody_in(desks, role) -> None:
    with pytest.raises(NotPermitted, match=r"^people$"):
        workbook_of(desks, role).add_person(
            "Worker 9", Role.SUPERVISOR, "six plain words for tests only"
        )


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.usefixtures("case")
def test_everybody_may_verify_the_store(desks, role) -> None:
    found = workbook_of(desks, role).check()
    assert found.faults == ()
    assert found.entries == len(log(desks))


def test_nobody_sits_in_the_place_of_another_on_real_data(desks) -> None:
    with pytest.raises(NotPermitted):
        desks.workbook.as_worker(desks.template.caseworker)
