"""A reply is taken by the number and the check code of a letter: once, and from nobody else."""

from __future__ import annotations

import pytest
from make import agreed

from casework.consent.grant import Purpose
from casework.referrals.desk import ReferralRefused
from casework.referrals.letters import Order
from casework.referrals.referral import ReferralStatus
from casework.team.seat import NotFound

CLINIC = "Example Clinic A"
S = ReferralStatus


pytestmark = pytest.mark.begins(after=agreed)


@pytest.fixture
def letter(desks, case):
    number = desks.office().letters.issue(Order(case, CLINIC)).number
    asked = "select check_code from letter where number = ?"
    ((check,),) = desks.store.connection.execute(asked, (number,)).fetchall()
    return number, check


def status(desks, case):
    (line,) = desks.office().referrals.of(case).lines
    return line.status


def test_an_answer_typed_back_moves_the_referral(desks, case, letter) -> None:
    number, check = letter
    spaced = f" {check[:3].lower()}-{check[3:]} "
    desks.office().talks.reply(number.lower(), spaced, "waiting_list")
    assert status(desks, case) is S.WAITING_LIST
    desks.office().talks.reply(number, check, "accepted")
    assert status(desks, case) is S.ACCEPTED


def test_why_a_service_said_no_is_a_reason_of_the_list_and_no_words(desks, case, letter) -> None:
    with pytest.raises(ReferralRefused, match=r"^referral_code_unknown$"):
        desks.office().talks.reply(*letter, "refused", "CANARY words of a telephone call")
    desks.office().talks.reply(*letter, "refused", "no_capacity")
    (line,) = desks.office().referrals.of(case).lines
    assert (line.status, line.refusal) == (S.REFUSED, "no_capacity")


def test_the_same_answer_is_refused_a_second_time(desks, case, letter) -> None:
    desks.office().talks.reply(*letter, "waiting_list")
    desks.office().talks.reply(*letter, "accepted")
    with pytest.raises(ReferralRefused, match=r"^reply_taken_before$"):
        desks.office().talks.reply(*letter, "waiting_list")
    assert status(desks, case) is S.ACCEPTED


@pytest.mark.parametrize("answer", ["attended", "completed"])
def test_whoever_was_seen_there_was_taken_on_though_no_slip_said_so(
    desks, case, letter, answer
) -> None:
    change = desks.office().talks.reply(*letter, answer)
    assert status(desks, case) is S(answer)
    desks.office().referrals.take_back(case, change.subject_id)
    assert status(desks, case) is S.LETTER_ISSUED


def test_nobody_was_seen_where_they_said_no(desks, case, letter) -> None:
    desks.office().talks.reply(*letter, "refused", "no_capacity")
    with pytest.raises(ReferralRefused, match=r"^reply_too_late$"):
        desks.office().talks.reply(*letter, "attended")
    assert status(desks, case) is S.REFUSED


def test_a_reply_that_was_taken_is_never_changed(desks, letter) -> None:
    desks.office().talks.reply(*letter, "received")
    for change in ("delete from letter_reply", "update letter_reply set answer = ''"):
        with pytest.raises(Exception, match="append_only:letter_reply"):
            desks.store.connection.execute(change)


def test_a_wrong_check_code_says_no_more_than_an_unknown_number(desks, case, letter) -> None:
    number, check = letter
    wrong = check[:-1] + ("2" if check[-1] != "2" else "3")
    for typed in ((number, wrong), ("0000000", check), (number, ""), (number, "é")):
        with pytest.raises(NotFound, match=r"^reply_not_known$"):
            desks.office().talks.reply(*typed, "accepted")
    assert status(desks, case) is S.LETTER_ISSUED


def test_a_letter_of_a_colleague_answers_nobody_else(desks, letter) -> None:
    with pytest.raises(NotFound, match=r"^reply_not_known$"):
        desks.office(desks.template.colleague).talks.reply(*letter, "accepted")


def test_a_letter_that_was_recalled_takes_no_answer(desks, letter, case) -> None:
    desks.office().grants.withdraw(case, Purpose.REFERRAL)
    with pytest.raises(ReferralRefused, match=r"^reply_recalled$"):
        desks.office().talks.reply(*letter, "accepted")


def test_an_answer_that_comes_too_late_changes_nothing(desks, case, letter) -> None:
    desks.office().talks.reply(*letter, "refused", "no_capacity")
    with pytest.raises(ReferralRefused, match=r"^reply_too_late$"):
        desks.office().talks.reply(*letter, "accepted")
    assert status(desks, case) is S.REFUSED


def test_what_is_no_answer_of_the_slip_is_refused(desks, letter) -> None:
    with pytest.raises(ReferralRefused, match=r"^reply_answer_unknown$"):
        desks.office().talks.reply(*letter, "withdrawn_by_survivor")
