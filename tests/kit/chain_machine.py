"""Any story of an office of five, drawn by chance and looked at after every step."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from random import Random

import pytest
from chain import PLACES, Chain
from chain_acts import (
    CLEAR,
    REACHED,
    SOMETIMES,
    Try,
    agrees,
    gives,
    is_forgotten,
    meets,
    tells_aloud,
    writes,
)
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from wall import outcome, words_in

from casework.cases.caseline import View
from casework.referrals.letters import Order
from casework.team.seat import NotFound
from casework.team.worker import Role

seeds = st.integers(0, 2**32)
# What is asked at every desk that looks over many cases.
LOOKS = {
    "all": lambda office, _: office.cases.all(),
    "page": lambda office, _: office.cases.page(),
    "word": lambda office, case: office.cases.find(case.word),
    "code": lambda office, case: office.cases.find(case.code),
    "lines": lambda office, _: office.caselist.lines(range(1, 40)),
    "open": lambda office, case: office.caselist.numbers(View.ALL_OPEN, words=case.word),
    "views": lambda office, _: office.caselist.views(),
    "today": lambda office, _: office.tasks.today(),
    "letters": lambda office, _: office.letters.register(),
    "breaches": lambda office, _: office.breaches.all(),
    "requests": lambda office, _: office.requests.all(),
    "erasures": lambda office, _: office.erasures.due(),
    "retention": lambda office, _: office.retention.due(),
    "offers": lambda office, _: office.caseload.offers(),
    "pairs": lambda office, _: office.likeness.pairs(),
    "together": lambda office, case: tuple(office.likeness.together([case.code]).values()),
    "glass": lambda office, _: office.glass.events(),
    "reviews": lambda office, _: office.reviews.waiting(),
    "drafts": lambda office, _: office.filling.drafts(),
    "overview": lambda office, case: office.overview.of(case.code),
    "name": lambda office, case: office.overview.name(case.code),
    "entries": lambda office, case: office.filling.entries(case.code, "intake"),
    "history": lambda office, case: office.history.of(case.code),
    "consent": lambda office, case: office.grants.of(case.code),
    "files": lambda office, case: office.attachments.of(case.code),
    "referrals": lambda office, case: office.referrals.of(case.code),
    "retained": lambda office, case: office.retention.of(case.code),
    "erasing": lambda office, case: office.erasures.check(case.code),
}
READ = "select * from 'it'"
DONE: Counter[str] = Counter()
# What has to come about often for the rest to mean something comes more than once.
OFTEN = [*(agrees, writes, tells_aloud) * 3, *(gives, is_forgotten) * 2]
ACTS = [*CLEAR, *REACHED, *SOMETIMES, *OFTEN]


class ChainMachine(RuleBasedStateMachine):
    """Two caseworkers, two supervisors and a steward, each of them behind a wall at times."""

    def __init__(self, template, folder) -> None:
        super().__init__()
        self.chain = Chain(template, folder)
        self.lines, self.chance = 0, Random(7)

    @initialize()
    def first_days(self):
        for worker in self.chain.team[:2]:
            self.attempt(meets, Try(self.chain, Random(worker.id), worker, None))
        case = self.chain.cases[0]
        self.attempt(agrees, Try(self.chain, Random(1), self.chain.team[0], case))

    def attempt(self, act, one):
        """Let somebody try something: refused is fine, but never done by who may not know of it."""
        reaches = one.case is None or self.chain.reaches(one.worker, one.case)
        sees = one.case is None or self.chain.sees(one.worker, one.case)
        found = outcome(lambda: act(one))
        if isinstance(found, Exception):
            assert type(found).__module__.startswith("casework."), found
            return
        assert act in SOMETIMES or reaches, act
        assert act not in CLEAR or sees, act
        DONE[act.__name__] += 1

    # Chance draws the act too: it draws evenly, and rules are left out of stories at random.
    @rule(seed=seeds)
    def anybody(self, seed):
        """Let anybody try anything."""
        chance, chain = Random(seed), self.chain
        act, worker = chance.choice(ACTS), chance.choice(chain.everybody)
        if chain.cases or act is meets:
            case = chance.choice(chain.cases) if chain.cases else None
            self.attempt(act, Try(chain, chance, worker, case))

    @rule(seed=seeds)
    def her_worker(self, seed):
        """Let somebody who works with a case do what she may, so that much comes about."""
        chance, chain = Random(seed), self.chain
        act = chance.choice(ACTS)
        may = chain.reaches if act in REACHED else chain.sees
        cases = [one for one in chain.cases if any(may(w, one) for w in chain.everybody)]
        if cases:
            case = chance.choice(cases)
            worker = chance.choice([w for w in chain.everybody if may(w, case)])
            self.attempt(act, Try(chain, chance, worker, case))

    @rule(days=st.sampled_from([0.1, 2, 15]))
    def days_pass(self, days):
        self.chain.clock.pass_days(days)

    @rule(seed=seeds)
    def backup(self, seed):
        chance, chain = Random(seed), self.chain
        # Of many backups of a day only some are kept.
        there = [one for one in chain.backups if one.path.exists()]
        if there and chance.random() < 0.3:
            chain.come_back(chance.choice(there))
            self.lines = 0
            self.no_erased_word_is_on_any_page()
            DONE["restored"] += 1
        elif chance.random() < 0.5:
            chain.back_up()

    @invariant()
    def nobody_learns_of_a_case_behind_a_wall_and_masked_stays_masked(self):
        chain, chance = self.chain, self.chance
        for worker in chance.sample(chain.everybody, 1):
            office = chain.office(worker)
            if worker.role is not Role.DATA_STEWARD:
                listed = {one.code for one in office.cases.all()}
                assert listed == {one.code for one in chain.cases if chain.reaches(worker, one)}
            for case in chance.sample(chain.cases, min(2, len(chain.cases))):
                self.look(worker, office, case)

    def look(self, worker, office, case):
        chain = self.chain
        others = [one for one in chain.cases if not chain.reaches(worker, one)]
        # What is offered to her is a code; no wall lets even that through.
        known = {one.case_code for one in offers_to(office)}
        unknown = [w for w in others if w.code not in known or chain.is_walled(worker, w)]
        hidden = [tale for one in unknown for tale in one.tales]
        masked = [one.word for one in chain.cases if not chain.sees(worker, one)]
        for name in self.chance.sample(sorted(LOOKS), 9):
            ask = LOOKS[name]
            answer = outcome(lambda ask=ask: ask(office, case))
            told = [w for w in words_in(answer) if any(tale in w for tale in (*hidden, *masked))]
            assert told == [], (name, worker.name, told)
        if case in others and worker.role is not Role.DATA_STEWARD:
            with pytest.raises(NotFound, match=r"^case_not_found$"):
                office.overview.of(case.code)

    @invariant()
    def nothing_is_promised_that_she_did_not_agree_to(self):
        chain = self.chain
        for case in self.chance.sample(chain.cases, min(1, len(chain.cases))):
            who = next((one for one in chain.everybody if chain.sees(one, case)), None)
            for place in PLACES if who else ():
                seen = chain.office(who).letters.preview(Order(case.code, place))
                told = {one.item for one in seen.told}
                assert told <= chain.may_tell(case, place)

    @invariant()
    def every_letter_told_only_what_was_agreed_and_never_changed(self):
        asked = "select number, told, content, content_hash from letter"
        rows = self.chain.store.connection.execute(asked).fetchall()
        assert {number for number, *_ in rows} == set(self.chain.letters)
        for number, told, content, digest in rows:
            assert set(told.split()) <= self.chain.letters[number]
            assert hashlib.sha256(content).hexdigest() == digest

    @invariant()
    def the_store_is_sound_and_what_is_derived_is_what_documents_say(self):
        assert self.chain.workbook.check().faults == ()
        counted = "select count(*) from audit_entry"
        lines = self.chain.store.connection.execute(counted).fetchone()[0]
        assert lines >= self.lines
        self.lines = lines

    @invariant()
    def no_erased_word_is_in_any_table(self):
        connection = self.chain.store.connection
        gone = [one.word for one in self.chain.gone]
        asked = "select name from sqlite_master where type = 'table'"
        for (table,) in connection.execute(asked).fetchall() if gone else ():
            rows = connection.execute(READ.replace("it", table)).fetchall()
            assert not [word for word in gone if word in str(rows)], table

    def no_erased_word_is_on_any_page(self):
        pages = self.chain.pages()
        assert [one.word for one in self.chain.gone if one.word.encode() in pages] == []

    def teardown(self):
        self.no_erased_word_is_on_any_page()
        self.chain.close()


def offers_to(office):
    """Return what somebody is offered, or nothing where she may not ask."""
    found = outcome(office.caseload.offers)
    return () if isinstance(found, Exception) else found


def play(template, folder, examples, **more):
    """Play many stories; whoever does has the fixture `cheap_keys`."""
    counter = itertools.count()

    def story():
        home = folder / f"story-{next(counter)}"
        home.mkdir(parents=True)
        return ChainMachine(template, home)

    run_state_machine_as_test(
        story,
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate,),
            database=None,
            **more,
        ),
    )
