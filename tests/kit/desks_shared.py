"""What the desks of sharing, counting and moving are tried with; see desks_tried."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from make import START

from casework.consent.grant import Pause, Purpose
from casework.consent.narrowing import Less
from casework.consent.override import Basis, ToldHer
from casework.files.bringing import Wish
from casework.files.layout import OWN
from casework.referrals.desk import Move
from casework.referrals.letters import Order
from casework.referrals.overrides import Proposal
from casework.referrals.referral import Appointment, Need, ReferralStatus
from casework.registers.breach import Happened, Taken
from casework.registers.outside_request import Answer, Asked, Given
from casework.team.worker import Role

DAY = START.date()
CLINIC, WARD, LEGAL = "Example Clinic A", "Example Ward B", "Example Legal Desk"
EVERYBODY, TEAM = set(Role), {Role.CASEWORKER, Role.SUPERVISOR}
SUPERVISORS = {Role.SUPERVISOR}
MOVERS = {Role.SUPERVISOR, Role.DATA_STEWARD}
DIRECTORY = EVERYBODY - {Role.VIEWER}
NEED = Need("health_emergency", "CANARY-REASON", "CANARY-FRIEND", "within_72_hours")
LATER = DAY + timedelta(days=30)
ASKED = Asked(DAY, "police", "CANARY-WORDS", "CANARY-WHO", in_writing=True)
HAPPENED = Happened(DAY, "paper_gone", "CANARY-HAPPENED", "CANARY-GOT")
TAKEN = Taken(DAY, "CANARY-TAKEN", told=True)
PROPOSAL = Proposal(
    "Example Police Liaison",
    Basis.VITAL_INTEREST,
    frozenset({"name_used"}),
    "Somebody is in danger now",
    ToldHer.AFTER,
    LATER,
)


def idea(case):
    """Return an idea of who might help in a case: the one there is, or a new one."""
    referrals = case.desks.office().referrals
    for line in referrals.of(case).lines:
        if line.status is ReferralStatus.IDEA and line.service == CLINIC:
            return line.id
    return referrals.begin(case, NEED, CLINIC).subject_id


def asked(case):
    """Return a new case in which nothing has gone out, and the idea in it."""
    fresh = case.agreed()
    return fresh, idea(fresh)


def agreed(case):
    fresh, referral = asked(case)
    case.desks.office().referrals.move(fresh, referral, Move(ReferralStatus.AGREED))
    return fresh, referral


def told(case):
    fresh, referral = agreed(case)
    case.desks.office().talks.tell(fresh, referral)
    return fresh, referral


def answered(case):
    """Return the number and the check code of a letter that waits for its answer."""
    number = case.desks.office().letters.issue(Order(case.agreed(), CLINIC)).number
    asks = "select check_code from letter where number = ?"
    ((check,),) = case.desks.store.connection.execute(asks, (number,)).fetchall()
    return number, check


def recalled(case):
    """Return the case with a letter in it that no longer holds."""
    case.desks.agree(case)
    office = case.desks.office()
    office.letters.issue(Order(case, CLINIC))
    office.grants.withdraw(case, Purpose.REFERRAL)
    return case


def suspended(case):
    fresh = case.agreed()
    case.desks.office().suspensions.suspend(fresh, Pause.CAPACITY_DOUBT)
    return fresh


def proposed(case):
    """Return what somebody else than whoever asks proposed to tell."""
    template = case.desks.template
    asks = template.supervisor if case.asker == template.caseworker.id else template.caseworker
    return case.desks.office(asks).overrides.propose(case, PROPOSAL).subject_id


def decided(case):
    override = case.desks.office().overrides.propose(case, PROPOSAL).subject_id
    case.desks.decide(case, override)
    return override


def carried_out(case):
    """Return what was told as somebody else than whoever asks had proposed."""
    override = proposed(case)
    if case.asker == case.desks.template.caseworker.id:
        case.desks.office().overrides.decide(case, override)
    else:
        case.desks.decide(case, override)
    case.desks.office().overrides.carry_out(case, override)
    return override


def asked_from_outside(case):
    """Return a request from outside about a case, that waits for an answer."""
    return case.desks.office().requests.note(replace(ASKED, case_code=case)).subject_id


def answered_from_outside(case):
    request = case.desks.office().requests.note(ASKED).subject_id
    supervisor = case.desks.office(case.desks.template.supervisor)
    supervisor.requests.answer(request, Given(Answer.REFUSED))
    return request


def breached(case, *, seen_to=False):
    """Return a breach that was written down, and what was done about it if anything was."""
    breach = case.desks.office().breaches.note(replace(HAPPENED, cases=(case,))).subject_id
    if not seen_to:
        return (breach,)
    supervisor = case.desks.office(case.desks.template.supervisor)
    return breach, supervisor.breaches.take(breach, TAKEN).reason


def closed_breach(case):
    breach, _taken = breached(case, seen_to=True)
    case.desks.office(case.desks.template.supervisor).breaches.close(breach)
    return (breach,)


def ward(case):
    """Return the code of a service of the directory that is in use."""
    services = case.desks.office().services
    code = next(one.code for one in services.everyone() if one.name == WARD)
    services.bring_back(code)
    return code


def retired(case):
    code = ward(case)
    case.desks.office().services.retire(code)
    return code


def table(case):
    """Return a table of another system with one person in it, and whose case it opens."""
    source = b"Sex,Case number\nfemale,EX-CODE-1\n"
    return Wish(source, OWN, case.worker, {"Sex": "intake.sex"})


def brought(case):
    supervisor = case.desks.office(case.desks.template.supervisor)
    return supervisor.bringing.bring_in(table(case))[0].subject_id


def matched(case):
    supervisor = case.desks.office(case.desks.template.supervisor)
    return supervisor.bringing.match(table(case)).mapping


SHARED = {
    "breaches.all": (lambda _: (), TEAM),
    "breaches.close": (lambda case: breached(case, seen_to=True)[:1], SUPERVISORS),
    "breaches.correct": (lambda case: (*breached(case), HAPPENED), TEAM),
    "breaches.note": (lambda case: (replace(HAPPENED, cases=(case,)),), TEAM),
    "breaches.reopen": (closed_breach, SUPERVISORS),
    "breaches.take": (lambda case: (*breached(case), TAKEN), SUPERVISORS),
    "breaches.untake": (lambda case: breached(case, seen_to=True), SUPERVISORS),
    "bringing.all": (lambda _: (), MOVERS),
    "bringing.bring_in": (lambda case: (table(case),), MOVERS),
    "bringing.forget": (lambda case: (matched(case),), MOVERS),
    "bringing.layouts": (lambda _: (), MOVERS),
    "bringing.match": (lambda case: (table(case),), MOVERS),
    "bringing.practise": (lambda case: (table(case),), MOVERS),
    "bringing.questions": (lambda _: ("en",), MOVERS),
    "bringing.undo": (lambda case: (brought(case),), MOVERS),
    "bringing.workers": (lambda _: (), MOVERS),
    "grants.narrow": (
        lambda case: (case, Purpose.REFERRAL, CLINIC, Less(items=frozenset({"own_phone"}))),
        TEAM,
    ),
    "requests.all": (lambda _: (), TEAM),
    "requests.answer": (
        lambda case: (asked_from_outside(case), Given(Answer.REFUSED)),
        SUPERVISORS,
    ),
    "requests.correct": (lambda case: (asked_from_outside(case), ASKED), TEAM),
    "requests.letters": (lambda case: (asked_from_outside(case),), SUPERVISORS),
    "requests.note": (lambda case: (replace(ASKED, case_code=case),), TEAM),
    "requests.reopen": (lambda case: (answered_from_outside(case),), SUPERVISORS),
    "overrides.carry_out": (lambda case: (case, decided(case)), TEAM),
    "overrides.decide": (lambda case: (case, proposed(case)), TEAM),
    "overrides.draft": (lambda case: (case, decided(case)), TEAM),
    "overrides.drop": (lambda case: (case, proposed(case)), TEAM),
    "overrides.of": (lambda case: (proposed(case) and case,), TEAM),
    "overrides.propose": (lambda case: (case, PROPOSAL), TEAM),
    "overrides.review": (lambda case: (case, carried_out(case), "It was right"), TEAM),
    "printouts.blank_form": (lambda case: (case, "en"), TEAM),
    "printouts.consent_copy": (lambda case: (case, "en"), TEAM),
    "printouts.of": (lambda case: (case,), TEAM),
    "printouts.printout": (lambda case: (case, "en"), TEAM),
    "recalls.due": (lambda case: (recalled(case),), TEAM),
    "recalls.notify": (lambda case: (recalled(case),), TEAM),
    "referrals.arrange": (lambda case: (*told(case), Appointment(LATER)), TEAM),
    "referrals.begin": (lambda case: (case, NEED), TEAM),
    "referrals.choose": (lambda case: (*asked(case), LEGAL), TEAM),
    "referrals.describe": (lambda case: (case, idea(case), NEED), TEAM),
    "referrals.move": (lambda case: (*asked(case), Move(ReferralStatus.AGREED)), TEAM),
    "referrals.of": (lambda case: (idea(case) and case,), TEAM),
    "referrals.take_back": (agreed, TEAM),
    "services.bring_back": (lambda case: (retired(case),), DIRECTORY),
    "services.checked": (lambda case: (ward(case),), DIRECTORY),
    "services.everyone": (lambda _: (), EVERYBODY),
    "services.in_numbers": (lambda _: ("en",), EVERYBODY),
    "services.page": (lambda case: (ward(case),), EVERYBODY),
    "services.retire": (lambda case: (ward(case),), DIRECTORY),
    "services.unchecked": (lambda case: (ward(case), DAY.isoformat()), DIRECTORY),
    "suspensions.lift": (lambda case: (suspended(case), Pause.CAPACITY_DOUBT), TEAM),
    "suspensions.suspend": (lambda case: (case.agreed(), Pause.CAPACITY_DOUBT), TEAM),
    "taking.all": (lambda _: (), MOVERS),
    "taking.colleagues": (lambda _: (), MOVERS),
    "taking.layout": (lambda _: ("gbvims_ir",), MOVERS),
    "talks.foresee": (lambda case: (case, idea(case)), TEAM),
    "talks.reply": (lambda case: (*answered(case), "received"), TEAM),
    "talks.tell": (agreed, TEAM),
    "unrecorded.count": (lambda _: ("health_emergency", "adult"), TEAM),
    "unrecorded.counted": (lambda _: (), TEAM),
    "unrecorded.may_discard": (lambda case: (case,), TEAM),
    "unrecorded.discard": (lambda case: (case.twin(), "health_emergency", "adult"), TEAM),
}
# What shows an identified file, and what the log says of it before it is shown.
SHARED_READINGS = {
    "overrides.draft": "letter_previewed",
    "overrides.of": "consent_read",
    "printouts.blank_form": "consent_read",
    "printouts.consent_copy": "consent_copy_made",
    "printouts.of": "printout_made",
    "printouts.printout": "printout_made",
    "recalls.due": "consent_read",
    "referrals.of": "referrals_read",
    "talks.foresee": "telling_previewed",
}
