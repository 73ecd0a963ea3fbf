"""Invented people as the store tells of them, and what was done for each: drawn by a seed.

Services depend on where somebody lives and on what she spoke of, outcomes on the service, so that
tables have full corners and empty ones, as those of an office have.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import numpy as np

from casework.figures.happened import Asked, Done
from casework.figures.people import Person, answers
from casework.figures.sums import cells_of, line_of
from casework.referrals.referral import ReferralStatus
from casework.services.helped import Helped

YEAR = 2026
_S = ReferralStatus
_ENDS = (
    *(_S.ACCEPTED, _S.COMPLETED, _S.WAITING_LIST, _S.REFUSED, _S.PROVIDER_UNAVAILABLE),
    *(_S.DECLINED_BY_SURVIVOR, _S.ALREADY_RECEIVED, _S.PROVIDED_HERE, _S.WITHDRAWN_BY_SURVIVOR),
    *(_S.NOT_APPLICABLE, _S.LETTER_ISSUED),
)
_CHANCES = (0.3, 0.15, 0.12, 0.08, 0.09, 0.05, 0.04, 0.06, 0.04, 0.02, 0.05)


def _nobody(area):
    """Return somebody of no month, who is in no cell of people."""
    return Person(date(1, 1, 1), area, None, "", frozenset(), frozenset())


class Invented:
    """As many invented people as were asked for, and what the store would answer of them."""

    def __init__(self, count, seed=1, *, year=YEAR):
        self._chance = np.random.default_rng(seed)
        self._first = date(year, 1, 1)
        self._kind = self._chance.choice(5, count, p=[0.4, 0.25, 0.2, 0.1, 0.05])
        self._areas = answers("area")
        self._services = answers("service_type")
        self._weights = {}
        self.persons = [self._person(kind) for kind in self._kind]
        self.did = [
            self._done(one, kind) for one, kind in zip(self.persons, self._kind, strict=True)
        ]
        self.unrecorded = [self._help() for _ in range(count // 5)]

    def people(self, first, last, _on):
        return [one for one in self.persons if first <= one.opened <= last]

    def done(self, _first, _last, _on):
        return self.did

    def sums(self, wanted, _on):
        if not hasattr(self, "_sums"):
            pairs = [(one, None) for one in self.persons]
            pairs += [(_nobody(one.area), one) for one in self.did]
            cells = [cells_of(line_of(*pair)) for pair in pairs]
            self._sums = Counter(cell for mine in cells for cell in mine)
        known = set(wanted)
        return [(*cell, n) for cell, n in self._sums.items() if cell[:2] in known]

    def helped(self, first, last):
        return [one for one in self.unrecorded if first <= one.on <= last]

    def without(self, gone):
        """Return the same people without some, by their places."""
        made = object.__new__(Invented)
        made.persons = [one for n, one in enumerate(self.persons) if n not in gone]
        made.did = [one for n, one in enumerate(self.did) if n not in gone]
        made.unrecorded = self.unrecorded
        return made

    def until(self, day):
        """Return the same people as they were known on a day: what came later is not there."""
        made = object.__new__(Invented)
        made.persons = [one for one in self.persons if one.opened <= day]
        made.did = [_known(one, day) for one in self.did]
        made.unrecorded = [one for one in self.unrecorded if one.on <= day]
        return made

    def _day(self):
        return self._first + timedelta(days=int(self._chance.integers(0, 365)))

    def _some(self, list_id, most, kind, *, several=2):
        """Return some codes of a list, for which each kind of people has its own liking."""
        codes = answers(list_id)[:most]
        share = self._likings(list_id, len(codes))[kind]
        count = 1 + int(self._chance.integers(0, several))
        return frozenset(self._chance.choice(codes, count, p=share).tolist())

    def _likings(self, name, count):
        if name not in self._weights:
            self._weights[name] = np.random.default_rng(count).dirichlet(np.ones(count) * 0.7, 5)
        return self._weights[name]

    def _one(self, codes, name, kind):
        return str(self._chance.choice(codes, p=self._likings(name, len(codes))[kind]))

    def _person(self, kind):
        opened = self._day()
        age = int(
            self._chance.choice(
                [8, 14, 17, 20, 24, 26, 33, 44, 63], p=self._likings("age", 9)[kind]
            )
        )
        born = opened.replace(day=1) - timedelta(days=int(age * 365.25) + 40)
        began = opened - timedelta(days=int(self._chance.choice([1, 5, 10, 20, 60, 200, 900])))
        return Person(
            opened=opened,
            area=self._one(self._areas, "area", kind),
            born=(born, born) if self._chance.random() < 0.9 else None,
            gender=self._one(answers("gender"), "gender", kind),
            kinds=self._some("continuum", 6, kind),
            inequalities=self._some("inequality", 13, kind),
            sex=self._one(("female", "male", "female"), "sex", kind),
            forms=self._some("exploitation_form", 13, kind),
            controls=self._some("control", 20, kind, several=4),
            began=(began, began) if self._chance.random() < 0.8 else None,
        )

    def _done(self, person, kind):
        given = tuple(
            (self._day(), self._one(self._services, "service_type", kind))
            for _ in range(int(self._chance.integers(0, 4)))
        )
        asked = tuple(self._asked(kind) for _ in range(int(self._chance.integers(0, 4))))
        law = tuple(
            (self._day(), self._one(answers("law_area"), "law_area", kind), effect)
            for effect in ("harmed", "silent", "helped")
            if self._chance.random() < 0.25
        )
        return Done(person.area, given, asked, law)

    def _asked(self, kind):
        sent = self._day()
        service = self._one(self._services, "service_type", kind)
        if self._chance.random() < 0.05:
            return Asked(service, nobody=sent)
        status = _ENDS[int(self._chance.choice(len(_ENDS), p=_CHANCES))]
        answered = sent + timedelta(days=int(self._chance.choice([0, 2, 5, 9, 20, 45])))
        return Asked(service, sent, ((status, answered),))

    def _help(self):
        age = str(self._chance.choice(["adult", "under_18"], p=[0.8, 0.2]))
        return Helped(self._day(), self._one(self._services, "service_type", 0), age)


def _known(done, day):
    """Return what was done for somebody as it was known on a day."""
    asked = [
        Asked(
            one.service_type,
            one.sent,
            tuple(step for step in one.steps if step[1] <= day),
            one.nobody if one.nobody and one.nobody <= day else None,
        )
        for one in done.asked
        if (one.sent or one.nobody) <= day
    ]
    return Done(
        done.area,
        tuple(one for one in done.given if one[0] <= day),
        tuple(asked),
        tuple(one for one in done.law if one[0] <= day),
    )
