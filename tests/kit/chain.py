"""An office of five on one store, and what must be so in it, told again in plain words."""

from __future__ import annotations

import copy
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from make import WORDS, Clock, Desks
from pages import pages_of

from casework.team.worker import Role, Worker
from db.store import open_store
from db.vault import keys
from desktop.bootstrap import Return, Workbook, bring_back

if TYPE_CHECKING:
    from pathlib import Path

    from make import Template

PLACES = ("Example Clinic A", "Example Ward B")


@dataclass
class Said:
    """One thing she said, or that was recorded about what she said, and when in the story."""

    turn: int
    kind: str
    place: str = ""
    told: frozenset[str] = frozenset()
    since: date = date.min
    until: date = date.max
    by: str = ""


@dataclass
class Told:
    """One case as the story knows it."""

    code: str
    key: str
    word: str
    owner: str
    of_age: date | None = None
    sharers: set[str] = field(default_factory=set)
    walled: dict[str, str] = field(default_factory=dict)
    opened: dict[str, object] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    backed_up: bool = False
    to_be_erased: bool = False

    @property
    def tales(self) -> tuple[str, ...]:
        """Return the words by which one would know that there is such a case."""
        return (self.code, self.code.replace("-", ""), self.key, self.word)


@dataclass
class Kept:
    """A backup, and the story as it was when it was taken."""

    path: Path
    cases: list[Told]
    pairs: list[tuple[str, str]]
    letters: dict[str, frozenset[str]]


class Chain(Desks):
    """The office, its people, and the story of its cases."""

    def __init__(self, template: Template, folder: Path) -> None:
        super().__init__(template, folder / "home-0", Clock())
        self.folder, self.homes, self.turn, self.number = folder, 1, 0, 0
        self.key, self.code = bytes(template.unlocked().store_key), template.recovery_code
        people = self.office(template.supervisor).people
        self.keeper = Worker(bytes([7] * 16).hex(), Role.SUPERVISOR, "Supervisor 7")
        steward = Worker(bytes([8] * 16).hex(), Role.DATA_STEWARD, "Steward 8")
        for one in (self.keeper, steward):
            people.add(one.id, one.name, one.role, bytes(32))
        self.team = (template.caseworker, template.colleague, template.supervisor)
        self.everybody = (*self.team, self.keeper, steward)
        self.cases: list[Told] = []
        # Two and two that are one person's: the one under which all are found, and the other.
        self.pairs: list[tuple[str, str]] = []
        self.letters: dict[str, frozenset[str]] = {}
        self.gone: list[Told] = []
        self.backups: list[Kept] = []
        self.done: dict[str, int] = {}

    @property
    def today(self) -> date:
        return self.clock.moment.date()

    def next_turn(self) -> int:
        self.turn += 1
        return self.turn

    def next_word(self) -> str:
        self.number += 1
        return f"PLANTED{self.number:04}WORD"

    def same_person(self, case: Told) -> list[Told]:
        """Return a case and all others of its person."""
        head = next((one for one, part in self.pairs if part == case.code), case.code)
        codes = {case.code, head} | {part for one, part in self.pairs if one == head}
        return [one for one in self.cases if one.code in codes]

    def goes(self, case: Told) -> bool:
        """Return whether a case, or another of its person, is to be erased."""
        return any(one.to_be_erased for one in self.same_person(case))

    def is_walled(self, worker: Worker, case: Told) -> bool:
        return any(worker.id in one.walled.values() for one in self.same_person(case))

    def reaches(self, worker: Worker, case: Told) -> bool:
        """Return whether a case is there for somebody at all."""
        if self.is_walled(worker, case):
            return False
        return self.is_hers(worker, case) or worker.role is Role.SUPERVISOR

    def is_hers(self, worker: Worker, case: Told) -> bool:
        works = worker.role in (Role.CASEWORKER, Role.SUPERVISOR)
        return works and (case.owner == worker.id or worker.id in case.sharers)

    def sees(self, worker: Worker, case: Told) -> bool:
        """Return whether somebody sees a case without a mask."""
        if not self.reaches(worker, case):
            return False
        opened = case.opened.get(worker.id)
        return self.is_hers(worker, case) or (opened is not None and opened > self.clock.moment)

    def may_tell(self, case: Told, place: str) -> frozenset[str]:
        """Return at most what a service may be told of a case today."""
        own = [one for one in case.said if one.kind == "yes" and one.place == place]
        if not own:
            return frozenset()
        last = own[-1]
        after = [s for one in self.same_person(case) for s in one.said if s.turn > last.turn]
        if any(self._ends(one, place) for one in after):
            return frozenset()
        days = [one.of_age for one in self.same_person(case) if one.of_age]
        of_age = last.by == "caregiver" and days and self.today >= min(days)
        holds = last.since <= self.today <= last.until and not of_age
        return last.told if holds else frozenset()

    @staticmethod
    def _ends(said: Said, place: str) -> bool:
        to_all = said.kind in ("end", "pause") or (said.kind == "back" and not said.place)
        return to_all or (said.kind in ("back", "no") and said.place == place)

    def forget(self, case: Told) -> None:
        """Keep that a case, and all others of its person, are erased."""
        together = self.same_person(case)
        codes = {one.code for one in together}
        self.cases = [one for one in self.cases if one.code not in codes]
        self.pairs = [two for two in self.pairs if not codes & set(two)]
        self.gone += together
        rows = self.store.connection.execute("select number from letter").fetchall()
        left = {number for (number,) in rows}
        self.letters = {number: told for number, told in self.letters.items() if number in left}

    def back_up(self) -> None:
        """Take a backup and remember the story with it."""
        path = self.folder / f"{self.homes}-{len(self.backups)}-{self.turn}.backup"
        self.workbook.back_up(path)
        kept = copy.deepcopy((self.cases, self.pairs, self.letters))
        self.backups.append(Kept(path, *kept))

    def come_back(self, kept: Kept) -> None:
        """Go on from an older backup: all is as it was, but for what must outlive a restore.

        What was erased stays erased, and a wall that stands now stands again.
        """
        home = self.folder / f"home-{self.homes}"
        self.homes += 1
        name = "Supervisor 1"
        # The sheet is a new one, and older backups are of the office that is no more.
        self.code = bring_back(kept.path, home, Return(name, self.code, WORDS))
        self.close()
        unlocked = keys.unlock(home, name, WORDS)
        self.key = bytes(unlocked.store_key)
        self.home, self.store = home, open_store(home, unlocked, self.clock)
        self.workbook = Workbook(home, unlocked, self.store, self.clock)
        self.backups = []
        erased = {one.code for one in self.gone}
        cases, pairs, letters = copy.deepcopy((kept.cases, kept.pairs, kept.letters))
        walls = {one.code: one.walled for one in self.cases}
        self.cases = [one for one in cases if one.code not in erased]
        for one in self.cases:
            one.walled |= walls.get(one.code, {})
        self.pairs = [two for two in pairs if not erased & set(two)]
        rows = self.store.connection.execute("select number from letter").fetchall()
        self.letters = {number: letters[number] for (number,) in rows if number in letters}

    def pages(self) -> bytes:
        """Return every page of the store, in clear."""
        with suppress(StopIteration):
            self.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return b"".join(pages_of(self.home / "workbook.db", self.key))

    def in_days(self, days: int) -> str:
        return (self.clock.moment + timedelta(days=days)).date().isoformat()
