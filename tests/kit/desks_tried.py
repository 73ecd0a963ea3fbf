"""What every method of every desk is tried with, and which roles may ask it: one table."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import timedelta
from functools import cache, cached_property
from io import BytesIO
from types import FunctionType

import pyrage
from desks_shared import SHARED, SHARED_READINGS
from known_case import CLINIC, DAY, TOLD, second
from make import OFFICE, VISIT

from casework.cases.caseline import View
from casework.cases.course import PauseReason
from casework.consent.grant import Purpose
from casework.files.attachment import Removal, Sort
from casework.files.attachments import Coming
from casework.files.submissions import Asking
from casework.files.taking import TakingWish
from casework.ids import new_id
from casework.keeping.erasure import Basis, HoldBasis
from casework.keeping.erasures import NewHold
from casework.persons.pair import PairAnswer
from casework.referrals.letters import Order
from casework.referrals.treaty import built_in
from casework.team.supervision import Finding, Why
from casework.team.wall import Nearness
from casework.team.worker import Role
from texts.language import OnPaper

EVERYBODY, TEAM = set(Role), {Role.CASEWORKER, Role.SUPERVISOR}
SUPERVISORS = {Role.SUPERVISOR}
VERIFIERS = {Role.SUPERVISOR, Role.DATA_STEWARD}
DIRECTORY = EVERYBODY - {Role.VIEWER}
WHY = "The office moves to another program"
# To a key and not to a passphrase, which is dear to derive on purpose.
RECIPIENT = str(pyrage.x25519.Identity.generate().to_public())
NEW = {"name": "Example Room C", "kind": "mhpss"}


def her_own(case):
    """Return a wish that names whoever asks as the second person."""
    steward = case.role is Role.DATA_STEWARD
    return (TakingWish(WHY, "09" * 16 if steward else case.asker, RECIPIENT),)


def agreed_with(case):
    """Return a wish to take everything out, where to, and that a second person agrees to it."""
    other = second(case.desks)
    wish = TakingWish(WHY, other.id, RECIPIENT)
    return wish, BytesIO(), case.desks.office(other).taking.agree(wish)


def answered():
    """Return one submission to a form that was filled in elsewhere."""
    one = b'{"meta/instanceID": "uuid:ex-1", "note_page/text": "EX"}'
    return Asking((("one.json", one),), "note")


# For each method of a desk: what it is tried with, and which roles may ask it.
ASKED = SHARED | {
    "answers.forms": (lambda _: (), TEAM),
    "answers.questions": (lambda case: (case, "episode", "en"), TEAM),
    "answers.record": (lambda _: (None, "intake", VISIT, "en"), TEAM),
    "answers.source": (lambda _: ("intake",), TEAM),
    "attachments.add": (lambda case: (Coming(case, Sort.OTHER), BytesIO(b"CANARY")), TEAM),
    "attachments.conditions": (lambda case: (case, case.file(), CLINIC), TEAM),
    "attachments.copy": (lambda case: (case, case.file()), TEAM),
    "attachments.of": (lambda case: (case,), TEAM),
    "attachments.remove": (lambda case: (case, case.file(), Removal.WRONG_FILE), TEAM),
    "attachments.show": (lambda case: (case, case.file()), TEAM),
    "caselist.lines": (lambda _: ([1],), TEAM),
    "caselist.numbers": (lambda _: (View.MINE_OPEN,), TEAM),
    "caselist.views": (lambda _: (), TEAM),
    "caseload.accept": (lambda case: (case.offered(case.asker),), TEAM),
    "caseload.assign": (lambda case: (case.hers(), case.colleague), SUPERVISORS),
    "caseload.hand_over": (lambda case: (case.worker, case.colleague), SUPERVISORS),
    "caseload.offer": (lambda case: (case.hers(), case.colleague), TEAM),
    "caseload.offers": (lambda _: (), TEAM),
    "caseload.refuse": (lambda case: (case.offered(case.asker),), TEAM),
    "caseload.share": (lambda case: (case.hers(), case.colleague), TEAM),
    "caseload.take_back": (lambda case: (case.offered(case.colleague),), TEAM),
    "caseload.team_of": (lambda case: (case,), TEAM),
    "caseload.unshare": (lambda case: (case.shared(), case.colleague), TEAM),
    "cases.all": (lambda _: (), TEAM),
    "cases.find": (lambda _: ("CANARY",), TEAM),
    "cases.page": (lambda _: (), TEAM),
    "conflicts.all": (lambda _: ("en",), TEAM),
    "conflicts.of": (lambda case: (case, "en"), TEAM),
    "conflicts.take": (lambda case: (case.said_twice(), "safe_hours", 1), TEAM),
    "conflicts.write": (lambda case: (case.said_twice(), "safe_hours", "CANARY"), TEAM),
    "course.begin_closing": (lambda case: (case.agreed(),), TEAM),
    "course.close": (lambda case: (case.agreed().closing(),), TEAM),
    "course.of": (lambda case: (case,), TEAM),
    "course.pause": (lambda case: (case.agreed(), PauseReason.SAFETY), TEAM),
    "course.reopen": (lambda case: (case.agreed().closed(),), TEAM),
    "course.resume": (lambda case: (case.agreed().closing(),), TEAM),
    "course.take_back": (lambda case: (case.agreed().closing(),), TEAM),
    "course.transfer": (lambda case: (case.agreed().may_go_over(), CLINIC), TEAM),
    "erasures.agree": (lambda case: (case.asked_by_a_colleague(),), TEAM),
    "erasures.agree_to_hold": (lambda case: (case, case.held_for_whoever_asks()), TEAM),
    "erasures.beyond": (lambda _: (), TEAM),
    "erasures.carry_out": (lambda case: (case.another().to_be_erased(),), TEAM),
    "erasures.check": (lambda case: (case,), TEAM),
    "erasures.due": (lambda _: (), TEAM),
    "erasures.end_hold": (lambda case: (case, case.held()), TEAM),
    "erasures.hold": (
        lambda case: (
            NewHold(case, HoldBasis.COURT, "CANARY", case.beside, DAY + timedelta(days=900)),
        ),
        TEAM,
    ),
    "erasures.holding": (lambda _: (), TEAM),
    "erasures.look_again": (lambda case: (case, case.held(), DAY + timedelta(days=999)), TEAM),
    "erasures.request": (lambda case: (case.kept_again(), Basis.HER_WISH), TEAM),
    "erasures.take_back": (lambda case: (case.to_be_erased(),), TEAM),
    "exploiters.of": (lambda case: (case,), TEAM),
    "legal.of": (lambda case: (case,), TEAM),
    "figures.advising": (lambda _: ("month", "2025-01"), SUPERVISORS),
    "figures.agree": (lambda case: (case.figures(),), EVERYBODY - {Role.CASEWORKER}),
    "figures.count": (lambda _: ("month", "2025-01"), SUPERVISORS),
    "figures.count_proposed": (lambda case: (case.figures(),), EVERYBODY - {Role.CASEWORKER}),
    "figures.drop": (lambda case: (case.figures(),), EVERYBODY - {Role.CASEWORKER}),
    "figures.preview": (lambda _: ("month", "2025-01"), SUPERVISORS),
    "figures.propose": (lambda _: ("month", "2025-01"), SUPERVISORS),
    "figures.proposed": (lambda _: (), EVERYBODY - {Role.CASEWORKER}),
    "figures.register": (lambda _: (), EVERYBODY - {Role.CASEWORKER}),
    "published.names": (lambda _: (), EVERYBODY - {Role.CASEWORKER}),
    "published.ask_to_enter": (lambda case: (case.outside(),), SUPERVISORS),
    "published.ask_to_take_back": (lambda case: (case.entered(),), SUPERVISORS),
    "published.enter": (lambda case: (case.to_be_entered(),), EVERYBODY - {Role.CASEWORKER}),
    "published.take_back": (lambda case: (case.to_be_left(),), EVERYBODY - {Role.CASEWORKER}),
    "published.newest": (lambda _: ("none",), EVERYBODY - {Role.CASEWORKER}),
    "published.receipt": (lambda case: (case.released(),), EVERYBODY - {Role.CASEWORKER}),
    "filling.again": (lambda case: (case, case.entry()), TEAM),
    "filling.amend": (lambda case: (case, case.entry()), TEAM),
    "filling.carry_on": (lambda case: (case.begun().draft_id,), TEAM),
    "filling.discard": (lambda case: (case.begun().draft_id,), TEAM),
    "filling.drafts": (lambda _: (), EVERYBODY - {Role.VIEWER}),
    "filling.entries": (lambda case: (case, "intake"), TEAM),
    "filling.finish": (lambda case: (case.begun(), TOLD), TEAM),
    "filling.keep": (lambda case: (case.begun(), TOLD), TEAM),
    "filling.open": (lambda case: (case, "episode"), TEAM),
    "filling.take_back": (lambda case: (case, case.noted()), TEAM),
    "glass.end": (lambda case: (case,), SUPERVISORS),
    "glass.events": (lambda _: (), SUPERVISORS),
    "glass.left": (lambda case: (case,), SUPERVISORS),
    "glass.open": (lambda case: (case.masked_again(), Why.DANGER), SUPERVISORS),
    "glass.review": (lambda case: (case.opened(), Finding.IN_ORDER), SUPERVISORS),
    "grants.foresee": (lambda case: (case, Purpose.REFERRAL), TEAM),
    "grants.of": (lambda case: (case,), TEAM),
    "grants.sheet": (lambda case: (case,), TEAM),
    "grants.withdraw": (lambda case: (case, Purpose.REFERRAL), TEAM),
    "history.bring_back": (lambda case: (case, case.change()), TEAM),
    "history.of": (lambda case: (case,), TEAM),
    "letters.choices": (lambda case: (case,), TEAM),
    "letters.holds": (lambda case: (case, "0000000"), TEAM),
    "letters.draft": (lambda case: (Order(case, CLINIC),), TEAM),
    "letters.issue": (lambda case: (Order(case, CLINIC),), TEAM),
    "letters.preview": (lambda case: (Order(case, CLINIC),), TEAM),
    "letters.register": (lambda _: (), TEAM),
    "likeness.before": (lambda case: case.told_again(), TEAM),
    "likeness.of": (lambda case: (case,), TEAM),
    "likeness.pairs": (lambda _: (), TEAM),
    "likeness.say": (lambda case: (case, case.twin(), PairAnswer.UNSURE), TEAM),
    "likeness.together": (lambda case: ([case],), TEAM),
    "overview.contact": (lambda case: (case,), TEAM),
    "overview.name": (lambda case: (case,), TEAM),
    "overview.of": (lambda case: (case,), TEAM),
    "own_papers.blank": (lambda case: ("intake", "en", case), TEAM),
    "own_papers.copy": (lambda case: (case.planned(), "safety_plan", "en"), TEAM),
    "own_papers.file": (lambda case: (case.planned(), "safety_plan", "en"), TEAM),
    "own_papers.pocket": (lambda case: (case.planned(), "en"), TEAM),
    "people.add": (lambda _: (new_id().hex(), "Worker 7", Role.VIEWER, bytes(32)), SUPERVISORS),
    "people.away": (lambda case: (case.here(), case.colleague), SUPERVISORS),
    "people.back": (lambda case: (case.gone(),), SUPERVISORS),
    "people.left": (lambda case: (case.newcomer(),), SUPERVISORS),
    "people.members": (lambda _: (), SUPERVISORS),
    "people.set_role": (lambda case: (case.newcomer(), Role.SUPERVISOR), SUPERVISORS),
    "people.all": (lambda _: (), SUPERVISORS),
    "people.called": (lambda _: (), SUPERVISORS),
    "people.on_paper": (lambda _: (), SUPERVISORS),
    "people.set_office": (lambda _: (replace(OFFICE, phone="+000 55 0199"),), SUPERVISORS),
    "people.set_called": (lambda _: ("client",), SUPERVISORS),
    "people.set_on_paper": (lambda _: (OnPaper(),), SUPERVISORS),
    "people.keep_copies_with": (
        lambda case: (case.desks.services()["Example Clinic A"],),
        SUPERVISORS,
    ),
    "retention.carry_out": (lambda case: (case.over(),), TEAM),
    "retention.due": (lambda _: (), TEAM),
    "retention.of": (lambda case: (case,), TEAM),
    "reviews.approve": (lambda case: (case.asked_about(),), SUPERVISORS),
    "reviews.ask": (lambda case: (case, case.plan()), TEAM),
    "reviews.ask_newest": (lambda case: (case, case.plan() and "closure"), TEAM),
    "reviews.closing_needs_one": (lambda _: (), SUPERVISORS),
    "reviews.of": (lambda case: (case,), TEAM),
    "reviews.send_back": (lambda case: (case.asked_about(), "Not yet"), SUPERVISORS),
    "reviews.set_closing": (lambda _: (), SUPERVISORS),
    "reviews.waiting": (lambda _: (), SUPERVISORS),
    "sections.of": (lambda case: (case, "intake"), TEAM),
    "services.all": (lambda _: (), EVERYBODY),
    "taking.agree": (her_own, VERIFIERS),
    "taking.take_out": (agreed_with, VERIFIERS),
    "submissions.bring_in": (lambda _: (answered(),), TEAM),
    "submissions.forms": (lambda _: (), TEAM),
    "submissions.look": (lambda _: (answered(),), TEAM),
    "tasks.add": (lambda case: (case, "CANARY"), TEAM),
    "tasks.cancel": (lambda case: (case.task(),), TEAM),
    "tasks.done": (lambda case: (case.task(),), TEAM),
    "tasks.reopen": (lambda case: (case.finished(),), TEAM),
    "tasks.today": (lambda _: (), TEAM),
    "tasks.week": (lambda _: (), TEAM),
    "workload.loads": (lambda _: (), SUPERVISORS),
    "workload.quality": (lambda _: (DAY, DAY), SUPERVISORS),
    "treaties.all": (lambda _: (), EVERYBODY),
    "treaties.doubt": (lambda _: ("cedaw",), VERIFIERS),
    "treaties.keep": (lambda _: (replace(built_in()["cedaw"], summary="EX"),), DIRECTORY),
    "treaties.verify": (lambda _: ("cedaw",), VERIFIERS),
    "waiting.number": (lambda _: (), TEAM),
    "walls.choices": (lambda case: (case,), TEAM),
    "walls.keep_from": (lambda case: (case, case.other(), Nearness.RELATIVE), TEAM),
    "walls.keep_service_from": (lambda case: (case, CLINIC, Nearness.SAME_UNIT), TEAM),
    "walls.lift": (lambda case: (case, case.walled()), TEAM),
    "walls.of": (lambda case: (case,), TEAM),
}
# What changes something, desk by desk; all else only asks.
CHANGES = {
    "answers": "record",
    "attachments": "add remove",
    "breaches": "close correct note reopen take untake",
    "bringing": "bring_in forget undo",
    "caseload": "accept assign hand_over offer refuse share take_back unshare",
    "conflicts": "take write",
    "course": "begin_closing close pause reopen resume take_back transfer",
    "erasures": "agree agree_to_hold carry_out end_hold hold look_again request take_back",
    "figures": "agree drop propose",
    "filling": "discard finish take_back",
    "glass": "end open review",
    "grants": "narrow withdraw",
    "history": "bring_back",
    "letters": "issue",
    "likeness": "say",
    "requests": "answer correct note reopen",
    "overrides": "carry_out decide drop propose review",
    "people": "add away back keep_copies_with left set_called set_office set_on_paper set_role",
    "published": "ask_to_enter ask_to_take_back enter newest take_back",
    "recalls": "notify",
    "referrals": "arrange begin choose describe move take_back",
    "retention": "carry_out",
    "reviews": "approve ask ask_newest send_back set_closing",
    "services": "bring_back checked retire unchecked",
    "submissions": "bring_in",
    "suspensions": "lift suspend",
    "taking": "agree take_out",
    "talks": "reply tell",
    "tasks": "add cancel done reopen",
    "treaties": "doubt keep verify",
    "unrecorded": "count discard",
    "walls": "keep_from keep_service_from lift",
}
CHANGING = {f"{desk}.{one}" for desk, names in CHANGES.items() for one in names.split()}
# What is kept every second is no act of its own: its operations say it.
KEEPS = {"filling.keep"}
# What shows an identified file, and what the log says of it before it is shown.
READINGS = SHARED_READINGS | {
    "answers.questions": "questions_read",
    "conflicts.of": "conflicts_read",
    "course.of": "course_read",
    "filling.again": "entry_opened",
    "filling.amend": "entry_opened",
    "filling.carry_on": "draft_opened",
    "filling.entries": "entries_read",
    "filling.open": "form_opened",
    "grants.foresee": "consequences_read",
    "grants.of": "consent_read",
    "grants.sheet": "consent_read",
    "history.of": "history_read",
    "letters.choices": "consent_read",
    "letters.draft": "letter_previewed",
    "letters.preview": "letter_previewed",
    "overview.contact": "contact_read",
    "overview.name": "name_read",
    "overview.of": "case_read",
    "exploiters.of": "exploiters_read",
    "legal.of": "legal_read",
    "sections.of": "entries_read",
    "walls.of": "walls_read",
    "attachments.of": "attachments_read",
    "attachments.show": "attachment_shown",
    "erasures.check": "erasure_checked",
    "retention.of": "retention_read",
}


def desks_of(office):
    return {name: getattr(office, name) for name in _names(type(office), cached_property)}


@cache
def _names(kind, wanted):
    return [name for name, one in inspect.getmembers(kind) if isinstance(one, wanted)]


def methods_of(office):
    """Return every public method of every desk, found by looking."""
    return {
        f"{name}.{method}": getattr(desk, method)
        for name, desk in desks_of(office).items()
        for method in _names(type(desk), FunctionType)
        if not method.startswith("_")
    }
