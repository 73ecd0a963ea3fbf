"""Help is asked for step by step, never told of without her yes, and can be taken back."""

from __future__ import annotations

from datetime import date, time

import pytest

from casework.consent.grant import Purpose
from casework.disclosure import ConsentMissing
from casework.referrals.desk import Move, ReferralRefused
from casework.referrals.letters import Order
from casework.referrals.referral import Appointment, Need, ReferralStatus, ReferralStepNotAllowed
from casework.services.search import Wish
from casework.tasks.task import TaskKind
from casework.team.seat import NotFound
from db.guards.triggers import GuardRefused

CLINIC, LEGAL = "Example Clinic A", "Example Legal Desk"
NEED = Need("health_emergency", "CANARY-REASON", "A friend comes along", "within_72_hours")
S = ReferralStatus


@pytest.fixture
def case(desks):
    return desks.visit()


def begin(desks, case, service=CLINIC, need=NEED):
    return desks.office().referrals.begin(case, need, service).subject_id


def see(desks, case):
    (line,) = desks.office().referrals.of(case).lines
    return line


def go(desks, case, referral, *statuses):
    for status in statuses:
        desks.office().referrals.move(case, referral, Move(status))


def waits(desks, case):
    steps = desks.office().overview.of(case).tasks
    ours = {TaskKind.REPLY, TaskKind.APPOINTMENT}
    return {step.kind: step.due for step in steps if step.subject == CLINIC and step.kind in ours}


def told(desks, case):
    referral = begin(desks, case)
    desks.agree(case)
    go(desks, case, referral, S.AGREED)
    desks.office().talks.tell(case, referral)
    return referral


def test_an_idea_keeps_what_is_asked_for_and_says_nothing_in_its_text(desks, case) -> None:
    begin(desks, case)
    line = see(desks, case)
    assert (line.status, line.service, line.need) == (S.IDEA, CLINIC, NEED)
    assert "CANARY" not in repr(line)
    assert CLINIC not in repr(line)


def test_no_referral_is_agreed_without_a_grant_for_that_service(desks, case) -> None:
    referral = begin(desks, case)
    desks.agree(case, LEGAL)
    agreed = next(one for one in see(desks, case).usual if one.status is S.AGREED)
    assert agreed.refused == "referral_needs_consent"
    with pytest.raises(ReferralRefused, match=r"^referral_needs_consent$"):
        go(desks, case, referral, S.AGREED)
    desks.agree(case, CLINIC)
    go(desks, case, referral, S.AGREED)
    assert see(desks, case).status is S.AGREED


@pytest.mark.parametrize("status", ["agreed", "told_verbally", "letter_issued"])
def test_the_store_refuses_a_referral_that_nobody_agreed_to(desks, case, status) -> None:
    begin(desks, case)
    with pytest.raises(Exception, match="consent:referral"):
        desks.store.connection.execute("update referral set status = ?", (status,))


def test_a_need_without_a_service_can_be_talked_about_and_not_sent(desks, case) -> None:
    referral = begin(desks, case, "")
    go(desks, case, referral, S.DISCUSSED)
    with pytest.raises(ReferralRefused, match=r"^referral_without_service$"):
        go(desks, case, referral, S.AGREED)
    desks.office().referrals.choose(case, referral, CLINIC)
    assert see(desks, case).service == CLINIC


def test_a_service_is_asked_once_at_a_time(desks, case) -> None:
    referral = begin(desks, case)
    with pytest.raises(ReferralRefused, match=r"^referral_under_way$"):
        begin(desks, case)
    go(desks, case, referral, S.DECLINED_BY_SURVIVOR)
    begin(desks, case)
    assert len(desks.office().referrals.of(case).lines) == 2


def test_a_letter_takes_up_the_idea_it_is_about(desks, case) -> None:
    begin(desks, case)
    desks.agree(case)
    number = desks.office().letters.issue(Order(case, CLINIC)).number
    line = see(desks, case)
    assert (line.status, line.letters, line.may_take_back) == (S.LETTER_ISSUED, (number,), False)


def test_a_letter_alone_is_about_the_help_that_was_asked_for(desks) -> None:
    case = desks.visit(services_asked=["housing", "health_emergency"])
    desks.agree(case)
    desks.office().letters.issue(Order(case, CLINIC))
    assert see(desks, case).need == Need("health_emergency")
    assert desks.office().referrals.of(case).asked == ("housing",)


def test_nothing_is_said_aloud_that_she_did_not_agree_to(desks, case) -> None:
    referral = begin(desks, case)
    with pytest.raises(ConsentMissing):
        desks.office().talks.tell(case, referral)
    desks.agree(case, items=[])
    seen = desks.office().talks.foresee(case, referral)
    assert "name_used" not in {one.item for one in seen.told}
    assert "name_used" in {one.item for one in seen.withheld}


def test_what_was_told_aloud_stands_in_the_log_of_disclosures_for_ever(desks, case) -> None:
    told(desks, case)
    assert see(desks, case).status is S.TOLD_VERBALLY
    with desks.store.begin(desks.template.caseworker) as work:
        (telling,) = work.referrals.tellings(work.cases.by_code(case).id)
    assert "name_used" in telling.told
    assert telling.grant_ids
    assert any(one.startswith("must_not_do") or ":" in one for one in telling.withheld)
    with pytest.raises(Exception, match="append_only:telling"):
        desks.store.connection.execute("update telling set told = ''")


def test_the_register_names_what_was_told_aloud_among_the_letters(desks, case) -> None:
    told(desks, case)
    desks.clock.pass_days(1)
    desks.agree(case, LEGAL)
    number = desks.office().letters.issue(Order(case, LEGAL)).number
    lines = desks.office().letters.register()
    assert [(one.number, one.service, one.kind) for one in lines] == [
        (number, LEGAL, "referral"),
        ("", CLINIC, "aloud"),
    ]
    assert list(desks.office(desks.template.colleague).letters.register()) == []


def test_what_is_taken_out_is_not_told(desks, case) -> None:
    referral = begin(desks, case)
    desks.agree(case)
    desks.office().talks.tell(case, referral, left_out=frozenset({"own_phone"}))
    with desks.store.begin(desks.template.caseworker) as work:
        (telling,) = work.referrals.tellings(work.cases.by_code(case).id)
    assert "own_phone" not in telling.told
    assert "own_phone:taken_out" in telling.withheld


@pytest.mark.parametrize("status", [S.LETTER_ISSUED, S.TOLD_VERBALLY])
def test_what_goes_out_is_never_recorded_by_hand(desks, case, status) -> None:
    referral = begin(desks, case)
    with pytest.raises(ReferralRefused, match=r"^referral_not_by_hand$"):
        go(desks, case, referral, status)


def test_an_answer_is_waited_for_until_it_comes(desks, case) -> None:
    referral = told(desks, case)
    day = desks.clock.moment.date()
    assert (waits(desks, case)[TaskKind.REPLY] - day).days == 14
    go(desks, case, referral, S.NO_ANSWER)
    assert (waits(desks, case)[TaskKind.REPLY] - day).days == 7
    go(desks, case, referral, S.WAITING_LIST)
    assert (waits(desks, case)[TaskKind.REPLY] - day).days == 30
    go(desks, case, referral, S.ACCEPTED)
    assert waits(desks, case) == {}
    desks.office().referrals.take_back(case, referral)
    assert TaskKind.REPLY in waits(desks, case)


def test_an_appointment_is_a_task_until_she_went_or_took_it_back(desks, case) -> None:
    referral = told(desks, case)
    go(desks, case, referral, S.ACCEPTED)
    meeting = Appointment(date(2026, 3, 20), time(10, 30), "Room 4")
    desks.office().referrals.arrange(case, referral, meeting)
    assert see(desks, case).appointment == meeting
    assert waits(desks, case) == {TaskKind.APPOINTMENT: meeting.on}
    desks.office().grants.withdraw(case, Purpose.REFERRAL)
    assert waits(desks, case) == {}
    assert see(desks, case).status is S.WITHDRAWN_BY_SURVIVOR
    desks.agree(case)
    again = begin(desks, case)
    desks.office().talks.tell(case, again)
    go(desks, case, again, S.ACCEPTED)
    desks.office().referrals.arrange(case, again, meeting)
    go(desks, case, again, S.ATTENDED)
    assert waits(desks, case) == {}


def test_a_refusal_taken_back_leaves_both_the_answer_and_the_appointment_to_wait_for(desks, case):
    referral = told(desks, case)
    go(desks, case, referral, S.RECEIVED)
    meeting = Appointment(date(2026, 3, 20))
    desks.office().referrals.arrange(case, referral, meeting)
    both = waits(desks, case)
    assert set(both) == {TaskKind.REPLY, TaskKind.APPOINTMENT}
    go(desks, case, referral, S.REFUSED)
    assert waits(desks, case) == {}
    desks.office().referrals.take_back(case, referral)
    assert waits(desks, case) == both


def test_a_refusal_keeps_its_reason_and_leaves_when_it_is_taken_back(desks, case) -> None:
    referral = told(desks, case)
    move = Move(S.REFUSED, "no_capacity", "CANARY-OUTCOME")
    change = desks.office().referrals.move(case, referral, move)
    line = see(desks, case)
    assert (line.refusal, line.outcome) == ("no_capacity", "CANARY-OUTCOME")
    assert "CANARY" not in f"{change!r}{line!r}"
    desks.office().referrals.take_back(case, referral)
    assert (see(desks, case).status, see(desks, case).refusal) == (S.TOLD_VERBALLY, "")
    with pytest.raises(ReferralRefused, match=r"^referral_nothing_to_take_back$"):
        desks.office().referrals.take_back(case, referral)


def test_what_she_takes_back_recalls_its_letters_and_stays(desks, case) -> None:
    begin(desks, case)
    desks.agree(case)
    desks.office().letters.issue(Order(case, CLINIC))
    line = see(desks, case)
    go(desks, case, line.id, S.WITHDRAWN_BY_SURVIVOR)
    assert see(desks, case).letters == ()
    assert not see(desks, case).may_take_back
    kinds = [step.kind for step in desks.office().overview.of(case).tasks]
    assert TaskKind.TELL_SERVICE in kinds
    with pytest.raises(ReferralStepNotAllowed):
        go(desks, case, line.id, S.ACCEPTED)


def test_notes_beside_a_letter_need_no_new_agreement(desks, case) -> None:
    begin(desks, case)
    desks.agree(case)
    desks.office().letters.issue(Order(case, CLINIC))
    desks.clock.pass_days(120)
    referral = see(desks, case).id
    desks.office().referrals.describe(case, referral, Need("health_emergency"))
    with pytest.raises(GuardRefused), desks.store.begin(desks.template.caseworker) as work:
        work.referrals.keep(
            next(
                one.moved(S.LETTER_ISSUED, desks.clock())
                for one in work.referrals.of(work.cases.by_code(case).id)
            )
        )


@pytest.mark.parametrize(
    ("need", "code"),
    [
        (Need("no_such_service"), "referral_code_unknown"),
        (Need("housing", urgency="very"), "referral_code_unknown"),
        (Need("housing", "x" * 1001), "referral_words_long"),
    ],
)
def test_a_need_is_said_in_known_codes_and_few_words(desks, case, need, code) -> None:
    with pytest.raises(ReferralRefused, match=f"^{code}$"):
        begin(desks, case, need=need)


def test_an_appointment_is_not_made_for_what_nobody_was_asked(desks, case) -> None:
    referral = begin(desks, case)
    with pytest.raises(ReferralRefused, match=r"^referral_no_appointment$"):
        desks.office().referrals.arrange(case, referral, Appointment(date(2026, 4, 1)))


def test_a_referral_of_another_case_is_not_found(desks, case) -> None:
    other = begin(desks, desks.visit())
    with pytest.raises(NotFound, match=r"^referral_not_found$"):
        go(desks, case, other, S.DISCUSSED)


def test_kinds_of_help_asked_for_are_offered_until_a_referral_is_about_them(desks) -> None:
    case = desks.visit(services_asked=["housing", "health_emergency"])
    assert desks.office().referrals.of(case).asked == ("health_emergency", "housing")
    begin(desks, case)
    assert desks.office().referrals.of(case).asked == ("housing",)


def test_a_service_that_fits_is_looked_for_by_what_is_known(desks) -> None:
    plain = desks.visit()
    assert desks.office().referrals.of(plain).wish == Wish(language="ar")
    more = {"languages": ["ar", "fr"], "region": "north", "children_count": 2}
    fitting = desks.office().referrals.of(desks.visit(**more)).wish
    assert fitting == Wish(region="north", children=True)


def test_every_act_on_a_referral_stands_in_the_history(desks, case) -> None:
    referral = told(desks, case)
    go(desks, case, referral, S.ACCEPTED)
    acts = [line.act for line in desks.office().history.of(case)]
    assert {"referral_begun", "referral_moved", "referral_told"} <= set(acts)
