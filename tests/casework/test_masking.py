"""A colleague's case under the mask: no answer of any desk tells who she is, where, or what."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import timedelta
from io import BytesIO

import pytest
from agreeing import taken_on
from desks_tried import ASKED, methods_of
from known_case import Known
from make import VISIT

from casework.cases.caseline import View
from casework.consent.grant import Pause, Purpose
from casework.consent.override import Basis, ToldHer
from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.records.uncalled import MASKED
from casework.referrals.letters import Order
from casework.referrals.overrides import Proposal
from casework.tasks.task import TaskKind
from casework.team.glass import GlassRefused
from casework.team.masking import masked
from casework.team.seat import NotFound
from casework.team.supervision import Finding, Why
from casework.team.worker import Act, NotPermitted, Role, Worker, may

TOLD = VISIT | {
    "safe_way": "phone_call",
    "code_word": "CANARY-WORD",
    "who_must_not_know": "CANARY-WHO",
    "access": "CANARY-ACCESS",
}
EPISODE = {
    "continuum": ["survival_sex"],
    "region": "north",
    "own_words": "CANARY-OWN",
    "worker_summary": "CANARY-SUMMARY",
}
SIGNS = ("CANARY", "7654321", "Example Clinic A", "north", "phone_call")
# What these answer is no case of a colleague: the directory, what a form asks, or tables that name
# every area.
ELSEWHERE = {"answers.source", "services.all", "services.everyone", "services.in_numbers"}
ELSEWHERE |= {"figures.preview", "figures.agree", "figures.advising", "published.receipt"}
ELSEWHERE |= {"figures.count", "figures.count_proposed"}


def parts(value):
    """Yield everything a value holds, however deep, `repr` or not."""
    if is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from parts(getattr(value, one.name))
    elif isinstance(value, dict):
        for pair in value.items():
            yield from parts(pair)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for one in value:
            yield from parts(one)
    else:
        yield str(value)


@pytest.fixture(scope="module")
def held(template, tmp_path_factory):
    return template.grown(tmp_path_factory.mktemp("held") / "home", hold)


@pytest.fixture
def start(held):
    return held


@pytest.fixture
def case(desks):
    return Known(desks.template.kept, desks)


def hold(desks):
    """Begin a case with something that no colleague should see of everything; return its code."""
    case = desks.visit(**TOLD)
    desks.agree(case)
    desks.office().answers.record(case, "episode", EPISODE, "en")
    desks.office().tasks.add(case, "CANARY-TASK")
    told = Proposal(
        authority=desks.services()["Example Clinic A"],
        basis=Basis.VITAL_INTEREST,
        items=frozenset({"name_used"}),
        reason="CANARY-REASON",
        told_her=ToldHer.NO,
        review_on=(desks.clock.moment + timedelta(days=9)).date(),
        told_why="CANARY-WHY",
    )
    desks.office().overrides.propose(case, told)
    return case


def supervisor(desks):
    return desks.office(desks.template.supervisor)


@pytest.mark.parametrize("method", sorted(set(ASKED) - ELSEWHERE))
def test_no_desk_tells_a_supervisor_what_is_under_the_mask(desks, case, method) -> None:
    given = ASKED[method][0](case)
    if method.startswith("glass."):
        pytest.skip("opens the case, which is another matter")
    told = None
    with suppress(NotFound):
        told = methods_of(supervisor(desks))[method](*given)
    found = [part for part in parts(told) if any(sign in part for sign in SIGNS)]
    assert found == []


def test_a_masked_case_still_tells_of_the_work(desks, case) -> None:
    seen = supervisor(desks).overview.of(case)
    assert seen.masked
    assert seen.worker == "Caseworker 1"
    assert seen.experiences == {"survival_sex"}
    assert {one.id for one in seen.sections if one.count} >= {"intake", "episode", "consent"}
    assert not desks.office().overview.of(case).masked
    (line,) = supervisor(desks).caselist.lines([1])
    assert (line.masked, line.safe_way, line.code_word) == (True, MASKED, "")


def test_words_find_no_masked_case_and_its_code_does(desks, case) -> None:
    office = supervisor(desks)
    assert office.cases.find("CANARY") == []
    assert not office.caselist.numbers(View.ALL_OPEN, words="CANARY")
    for typed in (case, case[:4], case.replace("-", "").lower()):
        assert [one.code for one in office.cases.find(typed)] == [case]
    assert list(office.caselist.numbers(View.ALL_OPEN, words=case)) == [1]
    desks.step_in(case)
    assert [one.code for one in office.cases.find("CANARY")] == [case]


def test_a_case_opened_in_need_is_seen_as_it_is_until_its_time_is_over(desks, case) -> None:
    office = supervisor(desks)
    with pytest.raises(NotFound, match=r"^case_masked$"):
        office.overview.name(case)
    desks.step_in(case)
    assert office.overview.name(case) == "CANARY-NAME"
    assert not office.overview.of(case).masked
    desks.clock.moment += timedelta(minutes=61)
    assert office.overview.of(case).masked
    with pytest.raises(NotFound, match=r"^case_masked$"):
        office.filling.entries(case, "intake")


def test_under_the_mask_a_decision_says_where_it_stands_and_not_why_nor_to_whom(
    desks, case
) -> None:
    (told,) = desks.office().overrides.of(case)
    assert (told.reason, told.told_why) == ("CANARY-REASON", "CANARY-WHY")
    (seen,) = supervisor(desks).overrides.of(case)
    assert (seen.reason, seen.told_why, seen.recipient) == ("", "", "")
    assert (seen.id, seen.status, seen.basis) == (told.id, told.status, told.basis)
    desks.step_in(case)
    assert list(supervisor(desks).overrides.of(case)) == [told]


def test_under_the_mask_the_history_says_what_was_done_and_not_with_what_nor_for_whom(
    desks, case
) -> None:
    office = desks.office()
    desks.agree(case, purpose="transfer")
    desks.agree(case, categories=["attachments"], items=["medical_certificate"])
    coming = Coming(case, Sort.MEDICAL_CERTIFICATE)
    file = office.attachments.add(coming, BytesIO(b"CANARY-FILE")).subject_id
    office.attachments.copy(case, file, "Example Clinic A")
    number = office.letters.issue(Order(case, "Example Clinic A")).number
    office.suspensions.suspend(case, Pause.CAPACITY_DOUBT)
    office.suspensions.lift(case, Pause.CAPACITY_DOUBT)
    taken_on(desks, case)
    office.course.transfer(case, "Example Clinic A")
    office.grants.withdraw(case, Purpose.REFERRAL)
    lines = supervisor(desks).history.of(case)
    acts = {"attachment_added", "attachment_given", "letter_issued", "consent_suspended"}
    acts |= {"consent_withdrawn", "case_transferred"}
    assert acts <= {one.act for one in lines}
    assert {one.subject for one in lines if one.act in acts} == {""}
    telling = {desks.services()["Example Clinic A"], number, "medical_certificate"}
    assert [one for one in lines for sign in telling if sign in one.subject] == []
    # Which forms there are and how far help has come is the work.
    assert "episode" in {one.subject for one in lines if one.act == "answers_recorded"}
    desks.step_in(case)
    assert "medical_certificate 1" in {one.subject for one in supervisor(desks).history.of(case)}


def test_the_reason_is_on_record_before_anything_is_shown(desks, case) -> None:
    desks.step_in(case)
    lines = desks.office().history.of(case)
    assert (lines[0].act, lines[0].worker, lines[0].subject) == (
        "glass_opened",
        "Supervisor 1",
        Why.DANGER,
    )
    (event,) = supervisor(desks).glass.events()
    assert (event.case_code, event.why, event.finding) == (case, Why.DANGER, None)
    assert event.until - event.at < timedelta(hours=1, seconds=1)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ((Why.OTHER,), "glass_words_missing"),
        ((Why.OTHER, 1, "x" * 301), "glass_words_long"),
        ((Why.DANGER, 48), "glass_hours"),
    ],
)
def test_a_case_is_opened_for_a_reason_and_a_time(desks, case, given, code) -> None:
    with pytest.raises(GlassRefused, match=f"^{code}$"):
        supervisor(desks).glass.open(case, *given)
    assert supervisor(desks).overview.of(case).masked


def test_nobody_looks_at_her_own_reasons_and_nothing_is_looked_at_twice(desks, case) -> None:
    opened = desks.step_in(case).subject_id
    with pytest.raises(GlassRefused, match=r"^glass_own$"):
        supervisor(desks).glass.review(opened, "in_order")
    with pytest.raises(GlassRefused, match=r"^glass_not_needed$"):
        desks.step_in(case)
    supervisor(desks).glass.end(case)
    with pytest.raises(GlassRefused, match=r"^glass_not_open$"):
        supervisor(desks).glass.end(case)


def test_why_a_case_was_opened_is_for_today_of_whoever_else_leads_until_it_was_looked_at(
    desks, case
) -> None:
    other = Worker("0b" * 16, Role.SUPERVISOR, "Supervisor 2")
    supervisor(desks).people.add(other.id, other.name, other.role, bytes(32))
    opened = desks.step_in(case).subject_id

    def told(worker):
        view = desks.office(worker).tasks.today()
        return [one.case_code for one in view.today if one.kind is TaskKind.GLASS_REVIEW]

    assert told(other) == [case]
    assert told(desks.template.supervisor) == told(desks.template.caseworker) == []
    desks.office(other).glass.review(opened, Finding.IN_ORDER)
    assert told(other) == []


def test_a_supervisor_sees_her_own_cases_as_they_are(desks) -> None:
    office = supervisor(desks)
    own = office.answers.record(None, "intake", TOLD, "en").case_code
    assert office.overview.name(own) == "CANARY-NAME"
    with pytest.raises(GlassRefused, match=r"^glass_not_needed$"):
        office.glass.open(own, Why.DANGER)


def test_a_new_field_is_masked_before_anybody_thinks_of_it(desks, case) -> None:
    seen = desks.office().overview.of(case)
    hidden = [
        one.name
        for one in fields(type(seen.contact))
        if not one.repr and getattr(masked(seen).contact, one.name)
    ]
    assert hidden == []


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DATA_STEWARD])
def test_who_only_counts_or_keeps_forms_opens_no_case(desks, case, role) -> None:
    worker = Worker("09" * 16, role, "Worker 9")
    assert not may(worker, Act.READ_CASES)
    for ask in ("overview.of", "history.of", "cases.find"):
        with pytest.raises(NotPermitted):
            methods_of(desks.office(worker))[ask](case)


@pytest.mark.parametrize("act", ["decide", "drop", "review"])
def test_nobody_stands_for_a_decision_that_she_sees_masked(desks, case, act) -> None:
    """The second person reads why, to whom and what, or it is only one who decides."""
    (told,) = desks.office().overrides.of(case)
    if act == "review":
        desks.decide(case, told.id)
        desks.office().overrides.carry_out(case, told.id)
    (before,) = desks.office().overrides.of(case)
    given = (case, told.id, *(("It was right",) if act == "review" else ()))
    with pytest.raises(NotFound, match=r"^case_masked$"):
        getattr(supervisor(desks).overrides, act)(*given)
    assert list(desks.office().overrides.of(case)) == [before]
    assert desks.office().history.of(case)[1].act == "case_masked"
    desks.step_in(case)
    getattr(supervisor(desks).overrides, act)(*given)
    assert list(desks.office().overrides.of(case)) != [before]
