"""Runs of the story of laptops apart: drawn by hypothesis, each from the same laptops again."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from random import Random

import pytest
from convergence import Story
from convergence_acts import ACTS, step
from convergence_book import Organisation
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from make import Template

from sync.members import enrol, keylife, member, scribe
from sync.sealed import snapshots
from sync.wire import bundle, envelope, keys

DONE: Counter[str] = Counter()
_FOUNDED = {}
seeds = st.integers(0, 2**32)


class Drawn:
    """Ids, keys and seals drawn from a seed, so that a run comes out the same again."""

    def __init__(self) -> None:
        self.chance = Random("founded")

    def begin(self, monkeypatch) -> None:
        """Draw whatever is random from now on."""
        monkeypatch.setattr(os, "urandom", self.chance.randbytes)
        for module in (bundle, enrol, envelope, keylife, member, scribe, snapshots):
            monkeypatch.setattr(module, "random", self.chance.randbytes)
        monkeypatch.setattr(keys, "make", self._pair)

    def _pair(self):
        return keys.KemPair(
            self.chance.randbytes(keys.LATTICE_SEED), self.chance.randbytes(keys.CURVE_SIZE)
        )


def founded(folder, monkeypatch, roles, cases):
    """Return an organisation whose roster is heard once for all runs: it says the same in each."""
    drawn = Drawn()
    drawn.begin(monkeypatch)
    folder.mkdir()
    organisation = Organisation(Template(folder / "template"), folder, roles, cases)
    monkeypatch.setattr(member, "hear", organisation.hear)
    organisation.drawn, organisation.began = drawn, organisation.clock.moment
    return organisation


def founded_once(folders, monkeypatch, roles, cases):
    """Return one as it was when it was founded: once in a process, as it comes out the same."""
    known = roles, cases
    if known not in _FOUNDED:
        with pytest.MonkeyPatch.context() as patched:
            made = founded(folders.mktemp("founded") / "of", patched, roles, cases)
        _FOUNDED[known] = made, made.drawn.chance.getstate()
    organisation, drawn = _FOUNDED[known]
    organisation.drawn.begin(monkeypatch)
    organisation.drawn.chance.setstate(drawn)
    organisation.clock.moment = organisation.began
    monkeypatch.setattr(member, "hear", organisation.hear)
    return organisation


class Apart(RuleBasedStateMachine):
    """Laptops of one organisation that are seldom together."""

    def __init__(self, organisation, folder) -> None:
        super().__init__()
        self.organisation, self.folder = organisation, folder
        self.story = None

    # What is drawn first draws all ids of a run.
    @initialize(seed=seeds)
    def they_part(self, seed):
        organisation = self.organisation
        organisation.drawn.chance.seed(f"run {seed}")
        organisation.clock.moment = organisation.began
        self.story = Story(organisation, self.folder)

    # Chance draws the act too: it draws evenly, and rules are left out of stories at random.
    @rule(seed=seeds)
    def something_happens(self, seed):
        step(self.story, Random(seed))

    def teardown(self):
        if self.story is None:
            return
        try:
            self.story.ends()
            DONE.update(self.story.done)
        finally:
            self.story.close()
            shutil.rmtree(self.folder)


def play(organisation, folder, runs, steps, **more) -> None:
    """Play many runs."""
    run_state_machine_as_test(
        lambda: Apart(organisation, folder / "run"),
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate,),
            database=None,
            **more,
        ),
    )


def told(organisation, folder, seed, steps, acts=ACTS) -> None:
    """Play one run of a seed, which is the same whenever it is played."""
    organisation.drawn.chance.seed(f"run {seed}")
    organisation.clock.moment = organisation.began
    chance, story = Random(seed), Story(organisation, folder)
    try:
        for _step in range(steps):
            step(story, chance, acts)
        story.ends()
    except Exception as error:
        error.add_note(f"seed {seed}, step {story.turn}")
        raise
    finally:
        story.close()
        shutil.rmtree(folder)
    DONE.update(story.done)
