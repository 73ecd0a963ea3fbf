"""Each thing that is said before a withdrawal is then so in the store."""

from __future__ import annotations

import pytest
from asked_before import asks_for_own_figures
from figured import sexes_counted

from casework.consent.consequences import Effect
from casework.consent.grant import OWN_OFFICE, OWN_PURPOSES, Purpose, Recipient
from casework.disclosure import ConsentMissing, may_leave
from casework.referrals.letters import Order
from casework.tasks.task import Task, TaskKind, TaskStatus

CLINIC, WARD = "Example Clinic A", "Example Ward B"


class Before:
    """A case in which a purpose was agreed to, and everything that can rest on it exists."""

    def __init__(self, desks, purpose) -> None:
        self.desks, self.purpose = desks, purpose
        self.case = desks.visit()
        desks.agree(self.case)
        desks.clock.pass_days(0.01)
        if purpose not in {Purpose.REFERRAL, Purpose.CASE_SERVICE}:
            changes = {"recipient": None} if purpose in OWN_PURPOSES else {}
            own = {"items": None} if purpose in OWN_PURPOSES else {}
            if purpose is Purpose.STATISTICS_INTERNAL:
                asks_for_own_figures(desks)
            desks.agree(self.case, purpose=purpose.value, **changes, **own)
        self.office = desks.office()
        self.office.letters.issue(Order(self.case, CLINIC))
        self._contact()

    def _contact(self):
        """Plan something that only makes sense while it is agreed to."""
        with self.desks.store.begin(self.desks.template.caseworker) as work:
            case = work.cases.by_code(self.case)
            task = Task(
                id="0c" * 16,
                case_id=case.id,
                kind=TaskKind.OWN,
                title="",
                due=None,
                at=None,
                status=TaskStatus.OPEN,
                worker_id=self.desks.template.caseworker.id,
                rests_on=self.purpose.value,
                service_id=work.services.all()[0].id,
            )
            work.tasks.keep(task)
            work.save()

    def rows(self, query):
        return self.desks.store.connection.execute(query).fetchall()

    def counted(self):
        return sexes_counted(self.desks)

    def said(self):
        with self.desks.store.begin(self.desks.template.caseworker) as work:
            return work.consents.of(work.cases.by_code(self.case).id)


def is_recalled(before, number):
    query = "select l.number from letter as l join letter_recall as r on r.letter_id = l.id"
    return (number,) in before.rows(query)


def has_stopped(before, service):
    query = (
        "select s.name from referral as r join service as s on s.id = r.service_id"
        " where r.status = 'withdrawn_by_survivor'"
    )
    return (service,) in before.rows(query)


def no_new_letter(before, service):
    if before.purpose not in {Purpose.REFERRAL, Purpose.CASE_SERVICE}:
        return not leaves(before)
    with pytest.raises(ConsentMissing):
        before.office.letters.issue(Order(before.case, service or CLINIC))
    return True


def are_void(before, number):
    return before.rows("select count(*) from task where status = 'void'") == [(int(number),)]


def is_over(before, _subject):
    return not leaves(before)


def letter_is_kept(before, _subject):
    # What was handed over stands in the register for ever.
    return before.rows("select count(*) from letter where length(content) > 0")[0][0] >= 1


def work_ends(before, _subject):
    return before.rows("select sharing from casefile") == [("ended",)]


def help_goes_on(before, _subject):
    return before.rows("select status from casefile") == [("open",)]


def is_not_counted(before, _subject):
    return before.counted() == {}


SO = {
    Effect.LETTER_RECALLED: is_recalled,
    Effect.REFERRAL_STOPS: has_stopped,
    Effect.NO_NEW_LETTER: no_new_letter,
    Effect.NO_NEW_LETTER_TO: no_new_letter,
    Effect.TASKS_STOP: are_void,
    Effect.NOT_COUNTED: is_not_counted,
    # Released figures are not in this workbook's counts: what can be seen is that she is not.
    Effect.RELEASED_FIGURES_STAY: is_not_counted,
    Effect.STAYS_ON_THIS_MACHINE: is_over,
    Effect.TEXTS_PULLED: is_over,
    Effect.NO_CONTACT: is_over,
    Effect.SUPERVISOR_SEES_MASKED: is_over,
    Effect.CASE_WORK_ENDS: work_ends,
    Effect.AUTHORITY_MAY_KEEP: letter_is_kept,
    Effect.PAPER_CANNOT_RETURN: letter_is_kept,
    Effect.HELP_GOES_ON: help_goes_on,
}


def leaves(before):
    service = before.office.services.all()[0]
    own = before.purpose in OWN_PURPOSES
    recipient = OWN_OFFICE if own else Recipient(service.code, service.kind, service.name)
    return may_leave(before.said(), before.purpose, recipient, before.desks.clock())


@pytest.mark.parametrize("purpose", list(Purpose))
def test_every_consequence_that_is_said_before_is_so_afterwards(desks, purpose) -> None:
    before = Before(desks, purpose)
    assert leaves(before)
    assert bool(before.counted()) is (purpose is Purpose.STATISTICS_EXTERNAL)
    foreseen = before.office.grants.foresee(before.case, purpose)
    done = before.office.grants.withdraw(before.case, purpose)
    assert done.consequences == tuple(foreseen)
    assert Effect.TASKS_STOP in {one.effect for one in foreseen}
    for one in foreseen:
        assert SO[one.effect](before, one.subject), one.effect
    assert not leaves(before)


def test_what_is_taken_back_for_one_service_stays_for_the_other(desks) -> None:
    before = Before(desks, Purpose.REFERRAL)
    desks.agree(before.case, WARD)
    before.office.letters.issue(Order(before.case, WARD))
    foreseen = before.office.grants.foresee(before.case, Purpose.REFERRAL, WARD)
    before.office.grants.withdraw(before.case, Purpose.REFERRAL, WARD)
    for one in foreseen:
        assert SO[one.effect](before, one.subject), one.effect
    assert before.office.letters.issue(Order(before.case, CLINIC)).number
