"""A recalled letter is taken back from everybody who holds it, by a paper that names nobody."""

from __future__ import annotations

import pytest
from make import VISIT
from reading import heard

from casework.consent.grant import Purpose
from casework.referrals.desk import Move
from casework.referrals.letters import Order
from casework.referrals.referral import Need, ReferralStatus
from casework.tasks.task import TaskKind
from casework.team.seat import NotFound
from reports.papers import PrintingRoom

CLINIC, WARD = "Example Clinic A", "Example Ward B"
LEGAL = "Example Legal Desk"
CANARIES = [word for word in VISIT.values() if "CANARY" in str(word)] + [VISIT["phone"], "2001"]


def begin(desks):
    case = desks.visit()
    for service in (CLINIC, WARD):
        desks.agree(case, service)
    return case


pytestmark = pytest.mark.begins(after=begin)


def sent(desks, case, *services, language="en"):
    office = desks.office()
    return [office.letters.issue(Order(case, one, language=language)).number for one in services]


def words_of(pdf):
    return "\n".join(words for _, words in heard(pdf))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_one_act_makes_a_notice_for_each_recipient_and_tells_of_nobody(
    desks, case, language
) -> None:
    numbers = sent(desks, case, CLINIC, WARD, language=language)
    desks.office().grants.withdraw(case, Purpose.REFERRAL)
    made = desks.office().recalls.notify(case).notices
    assert {(one.number, one.recipient) for one in made} == set(
        zip(numbers, (CLINIC, WARD), strict=True)
    )
    for one in made:
        words = words_of(one.pdf)
        assert one.number in words
        assert "CANARY" not in repr(one)
        for canary in (*CANARIES, case, case.replace("-", ""), desks.template.caseworker.name):
            assert canary not in words


def test_a_notice_asks_to_stop_using_the_letter_and_to_destroy_it(desks, case) -> None:
    sent(desks, case, CLINIC)
    desks.office().grants.withdraw(case, Purpose.REFERRAL, CLINIC)
    (notice,) = desks.office().recalls.notify(case).notices
    words = words_of(notice.pdf)
    # The slip has one code to be sent back by, and nothing stands where another would.
    assert not any(line.endswith("·") for line in words.splitlines())
    assert "Stop using" in words
    assert "Destroy the letter and every copy" in words


def test_the_register_says_when_the_notice_was_sent(desks, case) -> None:
    sent(desks, case, CLINIC)
    desks.office().grants.withdraw(case, Purpose.REFERRAL, CLINIC)
    (line,) = desks.office().letters.register()
    assert (line.recalled, line.notice_on) == (True, None)
    desks.clock.pass_days(1)
    desks.office().recalls.notify(case)
    (line,) = desks.office().letters.register()
    assert line.notice_on == desks.clock.moment.date()


def test_whoever_holds_a_letter_stands_among_the_tasks_until_told(desks, case) -> None:
    sent(desks, case, CLINIC, WARD)
    desks.office().grants.withdraw(case, Purpose.REFERRAL, CLINIC)
    open_tasks = desks.office().tasks.today().today
    (tell,) = [task for task in open_tasks if task.kind is TaskKind.TELL_SERVICE]
    assert tell.subject == CLINIC
    desks.office().tasks.done(tell.id)
    kinds = {task.kind for task in desks.office().tasks.today().today}
    assert TaskKind.TELL_SERVICE not in kinds


def test_who_was_told_aloud_is_told_that_it_ended_too(desks) -> None:
    case, office = desks.visit(), desks.office()
    need = Need("sexual_reproductive_health")
    referral = office.referrals.begin(case, need, CLINIC).subject_id
    desks.agree(case)
    office.referrals.move(case, referral, Move(ReferralStatus.AGREED))
    office.talks.tell(case, referral)
    office.grants.withdraw(case, Purpose.REFERRAL)
    open_tasks = office.tasks.today().today
    (tell,) = [task for task in open_tasks if task.kind is TaskKind.TELL_SERVICE]
    assert tell.subject == CLINIC
    (given,) = office.printouts.of(case).given
    assert (given.aloud, given.recipient) == (True, CLINIC)
    words = words_of(office.printouts.printout(case, "en"))
    assert "told aloud" in words


def told_aloud(desks, steps):
    """Tell a service aloud what was agreed to, and go on with the request; return case, office."""
    case, office = desks.visit(), desks.office()
    referral = office.referrals.begin(case, Need(), CLINIC).subject_id
    desks.agree(case)
    office.talks.tell(case, referral)
    for status in steps:
        office.referrals.move(case, referral, Move(status))
    return case, office


HELPED = (ReferralStatus.ACCEPTED, ReferralStatus.COMPLETED)


@pytest.mark.parametrize("last", HELPED)
def test_who_was_told_aloud_is_told_that_it_ended_once_help_was_had_too(desks, last) -> None:
    case, office = told_aloud(desks, HELPED[: HELPED.index(last) + 1])
    office.grants.withdraw(case, Purpose.REFERRAL, CLINIC)
    assert told_to_stop(office) == [CLINIC]
    # What has ended already is not told again, and a service that was told nothing never is.
    office.grants.withdraw(case, Purpose.REFERRAL, CLINIC)
    desks.agree(case, WARD)
    office.grants.withdraw(case, Purpose.REFERRAL, WARD)
    assert told_to_stop(office) == [CLINIC]


def test_a_no_on_the_form_is_told_to_whoever_was_told_aloud_and_helped(desks) -> None:
    case, office = told_aloud(desks, HELPED)
    desks.clock.pass_days(1)
    desks.agree(case, answer="refused", categories=None, items=None, valid_until=None)
    assert told_to_stop(office) == [CLINIC]


def test_whoever_she_no_longer_goes_to_is_told_once_though_she_takes_back_her_yes_too(
    desks,
) -> None:
    case, office = desks.visit(), desks.office()
    referral = office.referrals.begin(case, Need(), CLINIC).subject_id
    desks.agree(case)
    office.talks.tell(case, referral)
    office.referrals.move(case, referral, Move(ReferralStatus.WITHDRAWN_BY_SURVIVOR))
    office.grants.withdraw(case, Purpose.REFERRAL, CLINIC)
    assert told_to_stop(office) == [CLINIC]


def told_to_stop(office):
    found = office.tasks.today().today
    return [task.subject for task in found if task.kind is TaskKind.TELL_SERVICE]


@pytest.mark.parametrize(
    ("kind", "purpose"),
    [("transfer", "transfer"), ("support", "residence_or_status_claim")],
)
@pytest.mark.parametrize("stop", [ReferralStatus.WITHDRAWN_BY_SURVIVOR, ReferralStatus.RECALLED])
def test_a_request_that_stops_calls_back_its_letter_whatever_it_was_for(
    desks, kind, purpose, stop
) -> None:
    case, office = desks.visit(), desks.office()
    desks.agree(case, LEGAL, purpose=purpose)
    number = office.letters.issue(Order(case, LEGAL, kind=kind)).number
    (line,) = office.referrals.of(case).lines
    office.referrals.move(case, line.id, Move(stop))
    assert [one.number for one in office.recalls.due(case)] == [number]
    assert told_to_stop(office) == [LEGAL]


def test_a_notice_is_made_once_and_again_only_when_asked_by_number(desks, case) -> None:
    (number,) = sent(desks, case, CLINIC)
    with pytest.raises(NotFound, match="no_letter_recalled"):
        desks.office().recalls.notify(case)
    desks.office().grants.withdraw(case, Purpose.REFERRAL)
    assert [one.number for one in desks.office().recalls.due(case)] == [number]
    desks.office().recalls.notify(case)
    assert not desks.office().recalls.due(case)
    with pytest.raises(NotFound, match="no_letter_recalled"):
        desks.office().recalls.notify(case)
    again = desks.office().recalls.notify(case, frozenset({number}))
    assert [one.number for one in again.notices] == [number]


def test_a_letter_that_still_holds_is_never_taken_back_by_a_notice(desks, case) -> None:
    (number,) = sent(desks, case, CLINIC)
    with pytest.raises(NotFound, match="no_letter_recalled"):
        desks.office().recalls.notify(case, frozenset({number}))


def test_nobody_can_ask_for_a_notice_as_for_a_letter() -> None:
    assert not {"recall", "by_law"} & set(PrintingRoom().kinds())
