"""Make workbooks for tests: one real template a run, copied for each, opened by its raw key."""

from __future__ import annotations

import copy
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from casework.protect.protecting import protect
from casework.team.office_facts import OfficeFacts
from casework.team.supervision import Why
from casework.team.worker import Role, Worker
from db.store import open_store
from db.vault.cost import FLOOR
from desktop.bootstrap import Workbook, office_on
from desktop.founding import Founding, make_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from db.vault import keys

START = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
WORDS = "plainly invented words for tests only"
OFFICE = OfficeFacts("Example Office 4", "+000 55 0100", "08:00-16:00", "en", practice=False)
SERVICES = (
    {"name": "Example Clinic A", "kind": "health"},
    {"name": "Example Ward B", "kind": "health"},
    {"name": "Example Legal Desk", "kind": "legal"},
    {"name": "Example Police Liaison", "kind": "police"},
)
VISIT = {
    "limits_explained": "yes",
    "name_used": "CANARY-NAME",
    "languages": ["ar"],
    "sex": "female",
    "birth_precision": "year",
    "birth_year": 2001,
    "safe_hours": "CANARY-HOURS",
    "phone": "+000 55 7654321",
    "must_not": "CANARY-MUST-NOT",
    "account": "CANARY-ACCOUNT",
    "staff_notes": "CANARY-STAFF",
}


class Clock:
    """A clock that a test moves; it ticks a little at every look, as clocks do."""

    def __init__(self, moment: datetime = START) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        self.moment += timedelta(milliseconds=1)
        return self.moment

    def pass_days(self, days: float) -> None:
        self.moment += timedelta(days=days)


class Template:
    """A finished workbook on disk, with its keys in memory."""

    kept: object = None
    begins = START

    def __init__(self, home: Path) -> None:
        self.home = home
        clock = Clock()
        founding = Founding("Supervisor 1", Role.SUPERVISOR, OFFICE, FLOOR)
        workbook, self.recovery_code = make_workbook(home, WORDS, founding, clock)
        first = workbook.worker
        for number in (1, 2):
            # A worker without keys of her own: her key derivation is tested elsewhere.
            workbook.office.people.add(
                bytes([number] * 16).hex(), f"Caseworker {number}", Role.CASEWORKER, bytes(32)
            )
        for service in SERVICES:
            workbook.office.answers.record(None, "service", service, "en")
        unlocked = workbook._unlocked
        self._unlocked = replace(
            unlocked,
            store_key=bytearray(unlocked.store_key),
            author_seed=bytearray(unlocked.author_seed),
        )
        self.supervisor = first
        self.caseworker = Worker(bytes([1] * 16).hex(), Role.CASEWORKER, "Caseworker 1")
        self.colleague = Worker(bytes([2] * 16).hex(), Role.CASEWORKER, "Caseworker 2")
        workbook.close()

    def unlocked(self) -> keys.Unlocked:
        return replace(
            self._unlocked,
            store_key=bytearray(self._unlocked.store_key),
            author_seed=bytearray(self._unlocked.author_seed),
        )

    def grown(self, home: Path, begin: Callable[[Desks], object]) -> Template:
        """Return a template of what stands after some work, which is kept as `kept`."""
        grown = copy.copy(self)
        desks = Desks(self, home, Clock(self.begins))
        grown.home, grown.kept = home, begin(desks)
        grown.begins = desks.clock.moment
        desks.close()
        return grown

    def copy(self, home: Path) -> Path:
        shutil.copytree(self.home, home, dirs_exist_ok=True)
        return home


class Desks:
    """One copied workbook, open, with the office of anybody in it."""

    def __init__(self, template: Template, home: Path, clock: Clock) -> None:
        self.template, self.clock = template, clock
        self.home = template.copy(home)
        self.opens()

    def opens(self) -> None:
        """Open the workbook that stands at its place."""
        unlocked = self.template.unlocked
        self.store = open_store(self.home, unlocked(), self.clock)
        self.workbook = Workbook(self.home, unlocked(), self.store, self.clock)

    def office(self, worker: Worker | None = None):
        # In this process, which spares the start of another; the same answer comes of either.
        return office_on(
            self.store, worker or self.template.caseworker, self.clock, lambda: protect
        )

    def services(self) -> dict[str, str]:
        """Return the codes of the services by name."""
        return {one.name: one.code for one in self.office().services.all()}

    def visit(self, **answers) -> str:
        """Record a first visit; return the case code."""
        return self.office().answers.record(None, "intake", VISIT | answers, "en").case_code

    def agree(self, case: str, service: str = "Example Clinic A", **changes):
        """Record consent to tell one service."""
        grant = {
            "purpose": "referral",
            "recipient": self.services()[service],
            "categories": ["demographic", "contact", "needs"],
            "items": ["name_used", "own_phone"],
            "valid_until": (self.clock.moment + timedelta(days=90)).date().isoformat(),
        }
        answers = {
            "limits_explained": "yes",
            "means": "verbal",
            "given_by": "survivor",
            "case_service": "given",
            # A change to None leaves the question out.
            "grants": [
                {name: value for name, value in (grant | changes).items() if value is not None}
            ],
        }
        return self.office().answers.record(case, "consent", answers, "en")

    def step_in(self, case: str):
        """Let the supervisor see a case of somebody else as it is, for an hour."""
        return self.office(self.template.supervisor).glass.open(case, Why.DANGER)

    def decide(self, case: str, override: str) -> None:
        """Let the supervisor decide as the second person, for which she sees the case as it is."""
        office = self.office(self.template.supervisor)
        masked = office.overview.of(case).masked
        if masked:
            self.step_in(case)
        office.overrides.decide(case, override)
        if masked:
            office.glass.end(case)

    def close(self) -> None:
        self.store.close()


def visited(desks: Desks) -> str:
    """Record a first visit; return the case code."""
    return desks.visit()


def agreed(desks: Desks) -> str:
    """Record a first visit, and that one service may be told; return the case code."""
    case = desks.visit()
    desks.agree(case)
    return case
