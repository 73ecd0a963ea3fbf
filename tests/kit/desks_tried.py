"""What every method of every desk is tried with, and which roles may ask it: one table."""

from __future__ import annotations

import inspect
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from io import BytesIO

from make import OFFICE, START, VISIT

from casework.attachment import Removal, Sort
from casework.attachments import Coming
from casework.case import StepNotAllowed
from casework.caseline import View
from casework.caseload import CaseloadRefused
from casework.course import PauseReason
from casework.erasure import Basis, ErasureRefused, HoldBasis
from casework.erasures import NewHold
from casework.glass import GlassRefused
from casework.grant import Purpose
from casework.ids import new_id
from casework.letters import Order
from casework.pair import PairAnswer
from casework.people import PeopleRefused
from casework.supervision import Finding, Why
from casework.treaty import built_in
from casework.wall import Nearness
from casework.worker import Role, Worker
from forms.document import FormDoc

DAY = START.date()
CLINIC = "Example Clinic A"
EVERYBODY, TEAM = set(Role), {Role.CASEWORKER, Role.SUPERVISOR}
SUPERVISORS = {Role.SUPERVISOR}
VERIFIERS = {Role.SUPERVISOR, Role.DATA_STEWARD}
DIRECTORY = EVERYBODY - {Role.VIEWER}
NEW = {"name": "Example Room C", "kind": "mhpss"}

TOLD = FormDoc("episode", "1", {"episode.own_words": "CANARY-LATER"})


class Known(str):
    """A case code that knows its workbook, so that a draft can be begun in it."""

    __slots__ = ("desks", "role")

    def __new__(cls, code, desks=None):
        known = super().__new__(cls, code)
        known.desks, known.role = desks, Role.SUPERVISOR
        return known

    def begun(self):
        filling = self.desks.office().filling
        told = replace(TOLD, values={"episode.own_words": "CANARY"})
        return filling.keep(filling.open(self, "episode"), told)

    def entry(self):
        return self.desks.office().filling.entries(self, "intake")[0].id

    def task(self):
        return self.desks.office().tasks.add(self, "CANARY").subject_id

    def finished(self):
        task = self.task()
        self.desks.office().tasks.done(task)
        return task

    def masked_again(self):
        with suppress(GlassRefused):
            self.desks.office(self.desks.template.supervisor).glass.end(self)
        return self

    def opened(self):
        glass = self.desks.office(second(self.desks)).glass
        with suppress(GlassRefused):
            glass.end(self)
        return glass.open(self, Why.COMPLAINT).subject_id

    def other(self):
        return second(self.desks).id

    def walled(self):
        walls = self.desks.office().walls
        return walls.keep_service_from(self, "Example Legal Desk", Nearness.HER_WISH).subject_id

    @property
    def asker(self):
        """The id of whoever is about to ask: a supervisor, unless a test says otherwise."""
        template = self.desks.template
        asks = template.caseworker if self.role is Role.CASEWORKER else template.supervisor
        return asks.id

    @property
    def worker(self):
        return self.desks.template.caseworker.id

    @property
    def colleague(self):
        return self.desks.template.colleague.id

    def hers(self):
        """Return the case as it was: its worker's, shared with nobody, offered to nobody."""
        looks_after = self.desks.office(self.desks.template.supervisor).caseload
        offer = looks_after.team_of(self).offer
        if offer is not None:
            self._office_of(offer.sender_id).caseload.take_back(offer.id)
        with suppress(CaseloadRefused):
            looks_after.assign(self, self.worker)
        with suppress(CaseloadRefused):
            looks_after.unshare(self, self.colleague)
        return self

    def here(self):
        """Return the worker of the case, who is not away."""
        with suppress(PeopleRefused):
            self.desks.office(self.desks.template.supervisor).people.back(self.worker)
        return self.worker

    def gone(self):
        away = self.desks.office(self.desks.template.supervisor).people.away
        away(self.here(), self.colleague)
        return self.worker

    def file(self):
        coming = Coming(self, Sort.MESSAGE)
        return self.desks.office().attachments.add(coming, BytesIO(b"CANARY")).subject_id

    def kept_again(self):
        """Return the case as one that nobody asked to erase, and that nobody holds."""
        erasures = self.desks.office().erasures
        for hold in erasures.check(self).holds:
            erasures.end_hold(self, hold.id)
        with suppress(ErasureRefused):
            erasures.take_back(self)
        return self

    def to_be_erased(self):
        self.desks.office().erasures.request(self.kept_again(), Basis.HER_WISH, in_danger=True)
        return self

    def asked_by_a_colleague(self):
        """Return the case as one that somebody else asked to erase."""
        template = self.desks.template
        asks = template.supervisor if self.asker == template.caseworker.id else template.caseworker
        self.desks.office(asks).erasures.request(self.kept_again(), Basis.HER_WISH)
        return self

    def over(self):
        """Return the case closed, with a file in it that has been kept too long."""
        office, told = self.desks.office(), {"plan_reviewed": "yes", "told_may_return": "yes"}
        self.file()
        with suppress(StepNotAllowed):
            self.desks.agree(self)
            office.answers.record(self, "closure", told, "en")
            office.course.begin_closing(self)
            office.course.close(self)
        self.desks.clock.pass_days(400)
        return self

    def another(self):
        """Return another case of the same worker: what is erased is not there to try again."""
        return Known(self.desks.visit(), self.desks)

    def twin(self):
        """Return another case of the same person, that whoever asks may see as it is."""
        fresh = self.another()
        self.desks.step_in(fresh)
        return fresh

    def told_again(self):
        """Return a first visit that is being typed in, of somebody who is known."""
        sheet = self.desks.office().filling.open(None, "intake")
        return sheet, FormDoc("intake", "1", {"intake.name_used": "CANARY-NAME"})

    def agreed(self):
        """Return another case that is open, and that whoever asks may see as it is."""
        fresh = self.another()
        self.desks.agree(fresh)
        self.desks.step_in(fresh)
        return fresh

    def held(self):
        until = START.date() + timedelta(days=900)
        hold = NewHold(self.kept_again(), HoldBasis.COURT, "CANARY", self.colleague, until)
        return self.desks.office().erasures.hold(hold).subject_id

    def plan(self):
        self.desks.office().answers.record(self, "closure", {}, "en")
        return self.desks.office().filling.entries(self, "closure")[0].id

    def asked_about(self):
        return self.desks.office().reviews.ask(self, self.plan()).subject_id

    def newcomer(self):
        """Return somebody new, who works with no case."""
        people, key = self.desks.office(self.desks.template.supervisor).people, new_id().hex()
        people.add(key, f"Worker {key}", Role.VIEWER, bytes(32))
        return key

    def shared(self):
        self.desks.office().caseload.share(self.hers(), self.colleague)
        return self

    def offered(self, user_id):
        """Return an offer made by whoever asks to somebody, or made to her by a colleague."""
        caseload = self.desks.office(self.desks.template.supervisor).caseload
        self.hers()
        if user_id != self.asker:
            self._office_of(self.asker).caseload.offer(self, user_id)
            return caseload.team_of(self).offer.id
        caseload.assign(self, self.colleague)
        self._office_of(self.colleague).caseload.offer(self, user_id)
        return caseload.team_of(self).offer.id

    def _office_of(self, user_id):
        template = self.desks.template
        people = (template.caseworker, template.colleague, template.supervisor)
        return self.desks.office(next(one for one in people if one.id == user_id))

    def closing(self):
        """Return the case on its way to being closed, with all that needs an answer."""
        office = self.desks.office()
        said = {"plan_reviewed": "yes", "told_may_return": "yes"}
        office.answers.record(self, "closure", said, "en")
        office.course.begin_closing(self)
        return self

    def closed(self):
        self.desks.office().course.close(self.closing())
        return self

    def may_go_over(self):
        self.desks.agree(self, purpose="transfer")
        return self

    def planned(self):
        plan = {"place_to_go": "CANARY-PLACE"}
        self.desks.office().answers.record(self, "safety_plan", plan, "en")
        return self

    def change(self):
        filling = self.desks.office().filling
        sheet = filling.amend(self, self.entry())
        values = dict(sheet.doc.values) | {"intake.account": "CANARY-LATER"}
        filling.finish(sheet, replace(sheet.doc, values=values))
        return next(
            one.changes[0].id for one in self.desks.office().history.of(self) if one.changes
        )


def second(desks):
    """Return another supervisor: nobody looks at her own reasons."""
    people, key = desks.office(desks.template.supervisor).people, "07" * 16
    if all(one.id != key for one in people.all()):
        people.add(key, "Supervisor 7", Role.SUPERVISOR, bytes(32))
    return Worker(key, Role.SUPERVISOR, "Supervisor 7")


# For each method of a desk: what it is tried with, and which roles may ask it.
ASKED = {
    "answers.forms": (lambda _: (), TEAM),
    "answers.questions": (lambda case: (case, "episode", "en"), TEAM),
    "answers.record": (lambda _: (None, "intake", VISIT, "en"), TEAM),
    "attachments.add": (lambda case: (Coming(case, Sort.OTHER), BytesIO(b"CANARY")), TEAM),
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
    "course.begin_closing": (lambda case: (case.agreed(),), TEAM),
    "course.close": (lambda case: (case.agreed().closing(),), TEAM),
    "course.of": (lambda case: (case,), TEAM),
    "course.pause": (lambda case: (case.agreed(), PauseReason.SAFETY), TEAM),
    "course.reopen": (lambda case: (case.agreed().closed(),), TEAM),
    "course.resume": (lambda case: (case.agreed().closing(),), TEAM),
    "course.take_back": (lambda case: (case.agreed().closing(),), TEAM),
    "course.transfer": (lambda case: (case.agreed().may_go_over(), CLINIC), TEAM),
    "erasures.agree": (lambda case: (case.asked_by_a_colleague(),), TEAM),
    "erasures.carry_out": (lambda case: (case.another().to_be_erased(),), TEAM),
    "erasures.check": (lambda case: (case,), TEAM),
    "erasures.due": (lambda _: (), TEAM),
    "erasures.end_hold": (lambda case: (case, case.held()), TEAM),
    "erasures.hold": (
        lambda case: (
            NewHold(case, HoldBasis.COURT, "CANARY", case.colleague, DAY + timedelta(days=900)),
        ),
        TEAM,
    ),
    "erasures.request": (lambda case: (case.kept_again(), Basis.HER_WISH), TEAM),
    "erasures.take_back": (lambda case: (case.to_be_erased(),), TEAM),
    "exploiters.of": (lambda case: (case,), TEAM),
    "legal.of": (lambda case: (case,), TEAM),
    "filling.again": (lambda case: (case, case.entry()), TEAM),
    "filling.amend": (lambda case: (case, case.entry()), TEAM),
    "filling.carry_on": (lambda case: (case.begun().draft_id,), TEAM),
    "filling.discard": (lambda case: (case.begun().draft_id,), TEAM),
    "filling.drafts": (lambda _: (), EVERYBODY - {Role.VIEWER}),
    "filling.entries": (lambda case: (case, "intake"), TEAM),
    "filling.finish": (lambda case: (case.begun(), TOLD), TEAM),
    "filling.keep": (lambda case: (case.begun(), TOLD), TEAM),
    "filling.open": (lambda case: (case, "episode"), TEAM),
    "glass.end": (lambda case: (case,), SUPERVISORS),
    "glass.events": (lambda _: (), SUPERVISORS),
    "glass.open": (lambda case: (case.masked_again(), Why.DANGER), SUPERVISORS),
    "glass.review": (lambda case: (case.opened(), Finding.IN_ORDER), SUPERVISORS),
    "grants.foresee": (lambda case: (case, Purpose.REFERRAL), TEAM),
    "grants.of": (lambda case: (case,), TEAM),
    "grants.sheet": (lambda case: (case,), TEAM),
    "grants.withdraw": (lambda case: (case, Purpose.REFERRAL), TEAM),
    "history.bring_back": (lambda case: (case, case.change()), TEAM),
    "history.of": (lambda case: (case,), TEAM),
    "letters.choices": (lambda case: (case,), TEAM),
    "letters.draft": (lambda case: (Order(case, CLINIC),), TEAM),
    "letters.issue": (lambda case: (Order(case, CLINIC),), TEAM),
    "letters.preview": (lambda case: (Order(case, CLINIC),), TEAM),
    "letters.register": (lambda _: (), TEAM),
    "likeness.before": (lambda case: case.told_again(), TEAM),
    "likeness.pairs": (lambda _: (), TEAM),
    "likeness.say": (lambda case: (case, case.twin(), PairAnswer.UNSURE), TEAM),
    "likeness.together": (lambda case: ([case],), TEAM),
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
    "people.set_office": (lambda _: (replace(OFFICE, phone="+000 55 0199"),), SUPERVISORS),
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
    "tasks.add": (lambda case: (case, "CANARY"), TEAM),
    "tasks.cancel": (lambda case: (case.task(),), TEAM),
    "tasks.done": (lambda case: (case.task(),), TEAM),
    "tasks.reopen": (lambda case: (case.finished(),), TEAM),
    "tasks.today": (lambda _: (), TEAM),
    "tasks.week": (lambda _: (), TEAM),
    "workload.loads": (lambda _: (), SUPERVISORS),
    "workload.quality": (lambda _: (DAY, DAY), EVERYBODY - {Role.CASEWORKER}),
    "treaties.all": (lambda _: (), EVERYBODY),
    "treaties.doubt": (lambda _: ("cedaw",), VERIFIERS),
    "treaties.keep": (lambda _: (replace(built_in()["cedaw"], summary="EX"),), DIRECTORY),
    "treaties.verify": (lambda _: ("cedaw",), VERIFIERS),
    "walls.choices": (lambda case: (case,), TEAM),
    "walls.keep_from": (lambda case: (case, case.other(), Nearness.RELATIVE), TEAM),
    "walls.keep_service_from": (lambda case: (case, CLINIC, Nearness.SAME_UNIT), TEAM),
    "walls.lift": (lambda case: (case, case.walled()), TEAM),
    "walls.of": (lambda case: (case,), TEAM),
}
# What is kept every second is no act of its own: its operations say it.
KEEPS = {"filling.keep"}
# What shows an identified file, and what the log says of it before it is shown.
READINGS = {
    "answers.questions": "questions_read",
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
    return {
        name: getattr(office, name)
        for name, kind in inspect.getmembers(type(office))
        if isinstance(kind, cached_property)
    }


def methods_of(office):
    """Return every public method of every desk, found by looking."""
    return {
        f"{name}.{method}": function
        for name, desk in desks_of(office).items()
        for method, function in inspect.getmembers(desk, inspect.ismethod)
        if not method.startswith("_")
    }
