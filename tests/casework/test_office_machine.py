"""Any story of visits, agreements and withdrawals: no letter tells what she did not agree to."""

from __future__ import annotations

import hashlib
import itertools
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest
from consent_oracle import Heard
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from make import VISIT, Clock, Desks

from casework.consent.grant import Purpose
from casework.disclosure import ConsentMissing
from casework.referrals.letters import Order
from casework.team.glass import GlassRefused
from casework.team.seat import NotFound

PLACES = ("Example Clinic A", "Example Ward B")
# What a visit puts on record that a health service may be told, by category and by own tick.
TOLD_BY = {
    "demographic": {"age_group", "sex_gender", "language_interpreter"},
    "contact": {"safe_contact", "must_not_do"},
    "health": set(),
    "narrative": set(),
}
TICKS = ("name_used", "own_phone")
# Chances drawn evenly, so that few stories meet much.
seeds = st.integers(0, 2**32)


class OfficeMachine(RuleBasedStateMachine):
    """Two caseworkers and a supervisor in one office."""

    def __init__(self, template, folder, counter) -> None:
        super().__init__()
        self.desks = Desks(template, folder / f"home-{next(counter)}", Clock())
        self.workers = (template.caseworker, template.colleague)
        self.codes = self.desks.services()
        self.cases, self.owner, self.heard = [], {}, {}
        self.agreed, self.seen = {}, {}
        self.set_back = False

    @property
    def today(self):
        return self.desks.clock.moment.date()

    def office_of(self, case, *, supervised=False):
        if not supervised:
            return self.desks.office(self.owner[case])
        # She may have opened it before, and the hour is not over.
        with suppress(GlassRefused):
            self.desks.step_in(case)
        return self.desks.office(self.desks.template.supervisor)

    def answer(self, case, grant):
        answers = {
            "limits_explained": "yes",
            "means": "verbal",
            "given_by": "survivor",
            "case_service": "given",
            "grants": [{"purpose": "referral"} | grant],
        }
        self.office_of(case).answers.record(case, "consent", answers, "en")

    @initialize()
    def first_visit(self):
        self.visit(0)
        self.agree(self.cases[0], PLACES[0], {"contact"}, {"name_used"}, 20)

    @precondition(lambda self: len(self.cases) < 2)
    @rule(number=st.integers(0, 1))
    def visit(self, number):
        worker = self.workers[number]
        # Of age also where the clock is set back by years.
        said = VISIT | {"birth_year": 1980}
        case = self.desks.office(worker).answers.record(None, "intake", said, "en").case_code
        self.cases.append(case)
        self.owner[case], self.heard[case] = worker, Heard()

    @rule(seed=seeds)
    def episode(self, seed):
        case = Random(seed).choice(self.cases)
        answers = {"own_words": "CANARY", "continuum": ["survival_sex"]}
        self.office_of(case).answers.record(case, "episode", answers, "en")

    # One rule for all that she may say: rules are left out of stories at random.
    @rule(seed=seeds)
    def she_says(self, seed):
        chance = Random(seed)
        case, place = chance.choice(self.cases), chance.choice(PLACES)
        said = chance.choice(["yes", "yes", "no", "back", "all back"])
        if said == "yes":
            categories = chance.sample(sorted(TOLD_BY), chance.randrange(4))
            items = chance.sample(TICKS, chance.randrange(3))
            self.agree(case, place, set(categories), set(items), chance.choice([1, 20]))
        elif said == "no":
            self.answer(case, {"recipient": self.codes[place], "answer": "refused"})
            self.heard[case].refuse(place)
        else:
            self.withdraw(case, place if said == "back" else "")
        self.look(case)

    def look(self, case):
        """Hold the preview for each place against what she said."""
        for place in PLACES:
            told = self.office_of(case).letters.preview(Order(case, place)).told
            may = self.heard[case].may_tell(place, self.today)
            named = {one.item for one in told}
            assert named == may or (self.set_back and named <= may)

    def agree(self, case, place, categories, items, days):
        until = self.today + timedelta(days=days)
        self.answer(
            case,
            {
                "recipient": self.codes[place],
                "categories": sorted(categories),
                "items": sorted(items),
                "valid_until": until.isoformat(),
            },
        )
        told = items.union(*(TOLD_BY[category] for category in categories))
        self.heard[case].give(place, frozenset(told), self.today, until)

    def withdraw(self, case, place):
        office = self.office_of(case)
        office.grants.withdraw(case, Purpose.REFERRAL, place)
        self.heard[case].withdraw(place, PLACES)
        for one in [place] if place else PLACES:
            assert office.letters.preview(Order(case, one)).told == ()
            with pytest.raises(ConsentMissing):
                office.letters.issue(Order(case, one))
        assert self.still_out(case, place) == []

    def still_out(self, case, place):
        """Return the letters of a case to a place that no recall stands against."""
        return self.desks.store.connection.execute(
            "select l.number from letter as l join casefile as c on c.id = l.case_id"
            " join service as s on s.id = l.service_id where c.code = ? and ? in ('', s.name)"
            " and l.id not in (select letter_id from letter_recall)",
            (case, place),
        ).fetchall()

    @rule(days=st.sampled_from([2, 15, 60]))
    def days_pass(self, days):
        self.desks.clock.pass_days(days)
        for case in self.cases:
            self.look(case)

    @precondition(lambda self: not self.set_back)
    @rule(sure=st.integers(0, 3))
    def set_the_clock_back(self, sure):
        if sure == 0:
            self.desks.clock.pass_days(-3650)
            self.set_back = True

    @rule(seed=seeds)
    def letter(self, seed):
        chance = Random(seed)
        case, place = chance.choice(self.cases), chance.choice(PLACES)
        may = self.heard[case].may_tell(place, self.today)
        letters = self.office_of(case, supervised=chance.random() < 0.5).letters
        try:
            issued = letters.issue(Order(case, place))
        except ConsentMissing:
            assert self.set_back or not may
        else:
            self.agreed[issued.number] = may
        self.look(case)

    @invariant()
    def every_letter_told_only_what_was_agreed_and_never_changed(self):
        rows = self.desks.store.connection.execute("select * from letter").fetchall()
        names = [row[1] for row in self.desks.store.connection.execute("pragma table_info(letter)")]
        letters = [dict(zip(names, row, strict=True)) for row in rows]
        assert {one["number"] for one in letters} == set(self.agreed)
        for one in letters:
            assert set(one["told"].split()) <= self.agreed[one["number"]]
            assert hashlib.sha256(one["content"]).hexdigest() == one["content_hash"]
            assert self.seen.setdefault(one["number"], one) == one

    @invariant()
    def nobody_sees_the_cases_of_a_colleague(self):
        for worker in self.workers:
            own = {case for case in self.cases if self.owner[case] == worker}
            office = self.desks.office(worker)
            assert {one.code for one in office.cases.all()} == own
            for case in [one for one in self.cases if one not in own][-1:]:
                with pytest.raises(NotFound):
                    office.grants.of(case)

    def teardown(self):
        found = self.desks.workbook.check()
        self.desks.close()
        assert found.faults == ()
        assert found.letters == len(self.agreed)


@pytest.mark.parametrize("stories", [5, 12], ids=["few", "many"])
def test_no_story_ends_in_a_letter_that_she_did_not_agree_to(template, tmp_path, stories) -> None:
    counter = itertools.count()
    run_state_machine_as_test(
        lambda: OfficeMachine(template, tmp_path, counter),
        settings=settings(
            max_examples=stories,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            # A story of some twenty steps reads well enough; making it shorter takes minutes.
            phases=(Phase.generate,),
        ),
    )
    assert next(counter) > 1
