"""Put every page that changed back as it was, one at a time, and ask the check."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from make import VISIT, Clock, Desks

from casework.consent.grant import Purpose
from casework.referrals.letters import Order
from casework.team.seat import NotFound
from casework.team.worker import Role, Worker
from db.rows.settings import SEEN
from db.store import open_store
from db.vault.engine import PAGE_BYTES
from db.vault.refusals import StoreRefused
from desktop.bootstrap import Workbook

if TYPE_CHECKING:
    from pathlib import Path

    from make import Template
    from sqlcipher3 import Connection

CLINIC = "Example Clinic A"
_EVERYTHING = 'select * from "TABLE"'


class History:
    """Work in one workbook, step by step; what was in the file can be kept on the way."""

    def __init__(self, template: Template, home: Path, seed: int) -> None:
        self.desks = Desks(template, home, Clock())
        self._chance = Random(seed)
        self._words = [self._word() for _ in range(400)]
        self._cases: list[str] = []
        self._colleagues = 2

    def open_case(self) -> None:
        words = self._said(self._chance.randrange(5, 300))
        self._cases.append(self.desks.visit(safe_hours=words, region="capital"))

    def hear_again(self) -> None:
        changed = {"safe_hours": self._said(20), "must_not": self._said(3), "region": "north"}
        self.desks.office().answers.record(self._case(), "intake", VISIT | changed, "en")

    def hear_of_an_experience(self) -> None:
        answers = {"own_words": self._said(30), "continuum": ["survival_sex"]}
        self.desks.office().answers.record(self._case(), "episode", answers, "en")

    def agree_and_write(self) -> None:
        case = self._case()
        self.desks.agree(case)
        self.desks.office().letters.issue(Order(case, CLINIC))

    def withdraw(self) -> None:
        case = self._case()
        self.desks.agree(case)
        self.desks.office().grants.withdraw(case, Purpose.REFERRAL)

    def know_a_service(self) -> None:
        service = {"name": f"Example {self._said(2)} {self._word()}", "kind": "health"}
        self.desks.office(self.desks.template.supervisor).answers.record(
            None, "service", service, "en"
        )

    def welcome_a_colleague(self) -> None:
        self._colleagues += 1
        user, name = bytes([self._colleagues] * 16).hex(), f"Caseworker {self._colleagues}"
        people = self.desks.office(self.desks.template.supervisor).people
        people.add(user, name, Role.CASEWORKER, bytes([self._colleagues] * 32))
        colleague = self.desks.office(Worker(user, Role.CASEWORKER, name))
        colleague.answers.record(None, "intake", VISIT, "en")

    STEPS = (
        open_case,
        hear_again,
        hear_of_an_experience,
        agree_and_write,
        withdraw,
        know_a_service,
        welcome_a_colleague,
    )

    def go_on(self, steps: int) -> None:
        """Do what chance brings."""
        for _ in range(steps):
            self._chance.choice(self.STEPS if self._cases else (History.open_case,))(self)

    def kept(self) -> bytes:
        """Return the file as it is now."""
        connection = self.desks.store.connection
        connection.execute("pragma wal_checkpoint(truncate)").fetchall()
        return self._file.read_bytes()

    @property
    def _file(self) -> Path:
        return self.desks.home / "workbook.db"

    def _case(self) -> str:
        return self._chance.choice(self._cases)

    def _said(self, count: int) -> str:
        return " ".join(self._chance.choices(self._words, k=count))

    def _word(self) -> str:
        return "".join(self._chance.choices("abcdefghijklmnop", k=self._chance.randint(1, 9)))


def put_back(history: History, olds: list[bytes]) -> tuple[int, list[int]]:
    """Return how many old pages meant something, and which of them no check saw.

    A page means nothing if with it every row of every table is as it was: it was written
    again unchanged, under another random number.
    """
    new = history.kept()
    history.desks.close()
    _, rows = _checked(history, new)
    meant, unseen = 0, []
    for old in olds:
        for start in range(0, len(old), PAGE_BYTES):
            end = start + PAGE_BYTES
            if old[start:end] == new[start:end]:
                continue
            faults, found = _checked(history, new[:start] + old[start:end] + new[end:])
            if faults or found != rows:
                meant += 1
                unseen += [] if faults else [start // PAGE_BYTES + 1]
    return meant, unseen


def _checked(history: History, content: bytes) -> tuple[tuple[str, ...], dict[str, list[object]]]:
    """Return what the check says of a file, and all its rows if it says nothing."""
    home, template = history.desks.home, history.desks.template
    for left in home.glob("workbook.db*"):
        left.unlink()
    (home / "workbook.db").write_bytes(content)
    try:
        store = open_store(home, template.unlocked(), history.desks.clock)
    except StoreRefused as refused:
        return (refused.code,), {}
    try:
        faults = Workbook(home, template.unlocked(), store, history.desks.clock).check().faults
        return faults, {} if faults else _rows(store.connection)
    except (StoreRefused, NotFound) as refused:
        return (str(refused),), {}
    finally:
        store.close()


def _rows(connection: Connection) -> dict[str, list[object]]:
    tables = connection.execute(
        "select name from sqlite_master where type = 'table' and sql not like '%virtual%'"
    ).fetchall()
    return {
        name: sorted(
            repr(row)
            for row in connection.execute(_EVERYTHING.replace("TABLE", name))
            # When somebody was last here is told to her colleagues, and nothing rests on it.
            if not str(row[0]).startswith(SEEN)
        )
        for (name,) in tables
    }
