"""One story of an office under attack: what is said about sharing changes, and letters go out."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

from attack_office import CATEGORIES, AttackedOffice
from attack_oracle import ITEM_OF, STAFF, TABLE, Planted, Said, is_unsafe, may_hold, standing
from attack_reading import found_in, readings

from casework.consent.grant import Pause, Purpose
from casework.consent.narrowing import Less
from casework.consent.override import Basis, ToldHer
from casework.disclosure import ConsentMissing
from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.persons.pair import PairAnswer, PairRefused
from casework.referrals.letters import Order
from casework.referrals.overrides import Proposal
from casework.team.seat import NotFound

# How often each is done, beside the others.
ACTS = {
    "agrees": 8,
    "takes_back": 1.3,
    "narrows": 4,
    "pauses": 0.8,
    "lifts": 1.5,
    "joins": 1.4,
    "parts": 0.3,
    "tells_again": 1,
    "days_pass": 2,
    "letter": 26,
    "by_law": 1.2,
    "attaches": 1.5,
}


class Story(AttackedOffice):
    """What happens in one office; every letter is judged when it is issued."""

    def plays(self, steps):
        """Do so many things by chance, then write a letter to everybody who may have one."""
        for name in self.chance.choices(list(ACTS), list(ACTS.values()), k=steps):
            getattr(self, name)(self.chance.choice(self.people))
        for case in self.people:
            for service in self.services:
                if standing(case, self.person(case), service, self.today):
                    self.letter(case, service)

    def takes_back(self, case):
        service = self.chance.choice(self.services)
        scope = self.chance.choice([None, ("service", service.code)])
        purpose = "referral" if scope else self.chance.choice(["referral", "case_service"])
        self.office.grants.withdraw(case.code, Purpose(purpose), service.name if scope else "")
        case.said.append(Said("back", self.turn(), purpose, scope))
        self.letter(case, service)

    def narrows(self, case):
        service = self.chance.choice(self.services)
        yeses = standing(case, self.person(case), service, self.today)
        less = Less(
            frozenset(self.chance.sample(CATEGORIES, 2)),
            frozenset(self.chance.sample(self.items, 3)),
        )
        try:
            self.office.grants.narrow(case.code, Purpose.REFERRAL, service.name, less)
        except NotFound:
            return
        turn = self.turn()
        self.done["narrowed"] += 1
        case.said += [
            replace(
                yes,
                turn=turn,
                scope=("service", service.code),
                categories=yes.categories - less.categories,
                items=yes.items - less.items,
                never=yes.never | less.categories | less.items,
                since=max(yes.since, min(self.today, yes.until)),
            )
            for yes in yeses
        ]

    def pauses(self, case):
        why = self.chance.choice([Pause.CAREGIVER_UNSAFE, Pause.CAPACITY_DOUBT])
        try:
            self.office.suspensions.suspend(case.code, why)
        except NotFound:
            return
        case.said.append(Said("pause", self.turn(), reason=why.value))
        self.done["paused"] += 1

    def lifts(self, case):
        person = self.person(case)
        why = {one.reason for each in person for one in each.said if one.kind == "pause"}
        if not why:
            return
        chosen = self.chance.choice(sorted(why))
        try:
            self.office.suspensions.lift(case.code, Pause(chosen))
        except NotFound:
            return
        for each in person:
            each.said = [one for one in each.said if one.kind != "pause" or one.reason != chosen]
        self.done["lifted"] += 1

    def joins(self, case):
        other = self.chance.choice(self.people)
        try:
            self.office.likeness.say(case.code, other.code, PairAnswer.SAME)
        except PairRefused:
            return
        self.pairs.append((case.code, other.code))
        self.done["joined"] += 1

    def parts(self, case):
        for pair in [one for one in self.pairs if case.code in one]:
            self.office.likeness.say(*pair, PairAnswer.APART)
            self.pairs.remove(pair)
            self.done["parted"] += 1

    def days_pass(self, _case):
        self.clock.pass_days(self.chance.choice([1, 1, 2, 5, 25]))

    # --- what leaves

    def letter(self, case, service=None):
        service = service or self._somebody(case)
        out = frozenset(self.chance.sample(list(TABLE), 2)) if self.chance.random() < 0.3 else ()
        order = Order(
            case.code,
            service.name,
            language=self.chance.choice(["en", "ar"]),
            protect=self.chance.random() < 0.25,
            left_out=frozenset(out),
        )
        person = self.person(case)
        yeses = standing(case, person, service, self.today)
        try:
            issued = self.office.letters.issue(order)
        except ConsentMissing:
            self.done["refused"] += 1
            return
        if not yeses:
            self.leaks.append(("a letter without a yes", service.kind))
        unsafe = is_unsafe(person)
        self._judge(
            issued,
            lambda one: (
                one in case.planted
                and ITEM_OF.get(one.field) not in out
                and may_hold(one, yeses, service, unsafe=unsafe)
            ),
        )
        self.done["letters"] += 1

    def _somebody(self, case):
        """Return a service, more often one that may be told of a case."""
        person = self.person(case)
        known = [one for one in self.services if standing(case, person, one, self.today)]
        return self.chance.choice(known if known and self.chance.random() < 0.8 else self.services)

    def by_law(self, case):
        service, why = self.chance.choice(self.services), self.planter.word()
        chosen = frozenset(self.chance.sample(list(TABLE), 6))
        self.elsewhere.append(why)
        day = self.today + timedelta(days=30)
        proposal = Proposal(
            service.name, Basis.VITAL_INTEREST, chosen, why, ToldHer.NO, day, "told later"
        )
        overrides = self.office.overrides
        try:
            key = overrides.propose(case.code, proposal).subject_id
            self.desks.decide(case.code, key)
            issued = overrides.carry_out(case.code, key)
        except ConsentMissing:
            return
        self._judge(issued, lambda one: one in case.planted and self._by_law(one, chosen, service))
        self.done["by law"] += 1

    @staticmethod
    def _by_law(planted, chosen, service):
        item = ITEM_OF.get(planted.field)
        needed = item in chosen and TABLE[item]["needs"].get(service.kind, "never") != "never"
        return needed and planted.in_use and planted.category not in STAFF

    def _judge(self, issued, may):
        """Note every planted word that is read in a letter though it may not be there."""
        allowed, never = [], list(self.elsewhere)
        for case in self.people:
            for one in case.planted:
                (allowed if may(one) else never).extend(one.words)
        for reader, word in found_in(issued.pdf, issued.passphrase, never):
            self.leaks.append((reader, self._owner(word)))
        told, _raw = readings(issued.pdf, issued.passphrase)
        self.done["words told"] += sum(word in told["ear"] for word in allowed)
        self.done["words kept"] += len(never)

    def _owner(self, word):
        """Return where a word was planted: form, field, category."""
        every = (one for case in self.people for one in case.planted if word in one.words)
        return next(((one.form, one.field, one.category) for one in every), "elsewhere")

    def attaches(self, case):
        """Try to give a file to a service; a yes for files of its sort has to be there."""
        coming = Coming(case.code, self.chance.choice([Sort.MESSAGE, Sort.MEDICAL_CERTIFICATE]))
        kept = self.office.attachments.add(coming, io.BytesIO(self.planter.word().encode()))
        service, person = self._somebody(case), self.person(case)
        planted = Planted([], f"attachment.{coming.sort.value}", "attachments", "")
        yeses = standing(case, person, service, self.today)
        try:
            self.office.attachments.copy(case.code, kept.subject_id, service.name)
        except ConsentMissing:
            return
        self.done["files given"] += 1
        if not may_hold(planted, yeses, service, unsafe=is_unsafe(person)):
            self.leaks.append(("a file", coming.sort.value))
