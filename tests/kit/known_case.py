"""A case that a desk is tried with, brought into the state that a method needs."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

from agreeing import taken_on
from disagreeing import two_hours
from make import START

from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.ids import new_id
from casework.keeping.erasure import Basis, ErasureRefused, HoldBasis
from casework.keeping.erasures import NewHold
from casework.records.case import StepNotAllowed
from casework.team.caseload import CaseloadRefused
from casework.team.glass import GlassRefused
from casework.team.people import PeopleRefused
from casework.team.seat import NotFound
from casework.team.supervision import Why
from casework.team.wall import Nearness
from casework.team.worker import Role, Worker
from forms.document import FormDoc

DAY = START.date()
CLINIC = "Example Clinic A"

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

    def noted(self):
        """Return a note just put on record by whoever is about to ask, or who sees the case."""
        told = self, "note", {"text": "CANARY"}, "en"
        try:
            return self._office_of(self.asker).answers.record(*told).subject_id
        except NotFound:
            return self.desks.office().answers.record(*told).subject_id

    def task(self):
        return self.desks.office().tasks.add(self, "CANARY").subject_id

    def finished(self):
        task = self.task()
        self.desks.office().tasks.done(task)
        return task

    def figures(self):
        """Return figures that somebody else proposed."""
        other = Worker("0a" * 16, Role.SUPERVISOR, "Supervisor 2")
        return self.desks.office(other).figures.propose("month", "2025-01").subject_id

    def released(self):
        """Return figures that two people published."""
        one, other = (Worker(f"0{sign}" * 16, Role.SUPERVISOR, "Supervisor") for sign in "ab")
        wanted = self.desks.office(one).figures.propose("month", "2025-01").subject_id
        return self.desks.office(other).figures.agree(wanted).release.wanted.id

    def outside(self):
        """Return figures that somebody else published."""
        most = int.from_bytes(new_id()[:3], "big") + 1000
        cells = [[["2025-01"], {"lo": 0, "hi": most}]]
        return {
            "format": "published-tables/1",
            "dimensions": {"month": {"atoms": ["2025-01"], "codes": {}, "total": "ALL"}},
            "releases": [{"tables": [{"unit": "person", "dims": ["month"], "cells": cells}]}],
        }

    def to_be_entered(self):
        """Return figures of others that somebody asked to enter."""
        one, found = Worker("0a" * 16, Role.SUPERVISOR, "Supervisor 2"), self.outside()
        self.desks.office(one).published.ask_to_enter(found)
        return found

    def entered(self):
        """Return the number of figures that two people entered."""
        other = Worker("0b" * 16, Role.SUPERVISOR, "Supervisor 3")
        return self.desks.office(other).published.enter(self.to_be_entered()).number

    def to_be_left(self):
        """Return the number of figures that somebody asked to take back."""
        one, number = Worker("0a" * 16, Role.SUPERVISOR, "Supervisor 2"), self.entered()
        self.desks.office(one).published.ask_to_take_back(number)
        return number

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

    @property
    def beside(self):
        """Who reaches the case besides whoever asks."""
        template = self.desks.template
        other = template.supervisor if self.asker == template.caseworker.id else template.caseworker
        return other.id

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

    def said_twice(self):
        """Return another case in which two laptops said when it is safe to call."""
        fresh = self.twin()
        two_hours(self.desks, fresh)
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
        return self._held_by(self.desks.template.caseworker, self.desks.template.supervisor.id)

    def held_for_whoever_asks(self):
        """Return a hold that a colleague set, and that names whoever asks as the second person."""
        template = self.desks.template
        sets = template.supervisor if self.asker == template.caseworker.id else template.caseworker
        return self._held_by(sets, self.asker)

    def _held_by(self, worker, second):
        until = START.date() + timedelta(days=900)
        hold = NewHold(self.kept_again(), HoldBasis.COURT, "CANARY", second, until)
        return self.desks.office(worker).erasures.hold(hold).subject_id

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
        taken_on(self.desks, self)
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
