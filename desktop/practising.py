"""Make a practice workbook: invented people, cases over the past year, several scripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from casework.office_facts import OfficeFacts
from casework.practice import SERVICES, dated, practice_case
from casework.worker import Role, Worker
from desktop.bootstrap import Founding, make_workbook, now, practice_cost, suggest_passphrase

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from casework.office import Office
    from casework.practice import PracticeCase
    from desktop.bootstrap import Workbook

_OFFICE: Final = OfficeFacts(
    name="Example Office 4", phone="+000 55 0100", hours="08:00-16:00", language="en", practice=True
)
_PEOPLE: Final = (
    ("Supervisor 1", Role.SUPERVISOR),
    ("Caseworker 1", Role.CASEWORKER),
    ("Caseworker 2", Role.CASEWORKER),
    ("Viewer 1", Role.VIEWER),
)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who can sign in to a practice workbook."""

    name: str
    role: Role
    passphrase: str = field(repr=False)


class _PastClock:
    """A clock that can be set to the day on which an invented visit took place."""

    def __init__(self, present: datetime) -> None:
        self.moment = present

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


def make(home: Path, cases: int, seed: int) -> tuple[User, ...]:
    """Make a practice workbook and return who can sign in to it."""
    chance = Random(seed)  # noqa: S311 - invented data must come out the same again
    present = now()
    clock = _PastClock(present - timedelta(days=366))
    users = tuple(User(name, role, suggest_passphrase()) for name, role in _PEOPLE)
    first, *others = users
    founding = Founding(first.name, first.role, _OFFICE, practice_cost())
    workbook, _ = make_workbook(home, first.passphrase, founding, clock)
    try:
        workers = [workbook.add_person(one.name, one.role, one.passphrase) for one in others]
        for service in SERVICES:
            workbook.office.answers.record(None, "service", service, "en")
        _fill(workbook, clock, workers, _invented(workbook, chance, cases), present)
    finally:
        workbook.close()
    return users


def _invented(workbook: Workbook, chance: Random, cases: int) -> list[PracticeCase]:
    services = workbook.office.services.all()
    made = [practice_case(chance, number, services) for number in range(1, cases + 1)]
    return sorted(made, key=lambda one: -one.days_ago)


def _fill(
    workbook: Workbook,
    clock: _PastClock,
    workers: list[Worker],
    cases: list[PracticeCase],
    present: datetime,
) -> None:
    """Record the invented cases day by day, each by one of the caseworkers."""
    offices = [workbook.as_worker(worker) for worker in workers if worker.role is Role.CASEWORKER]
    for number, case in enumerate(cases):
        clock.moment = present - timedelta(days=case.days_ago)
        _record(offices[number % len(offices)], case, clock)


def _record(office: Office, case: PracticeCase, clock: _PastClock) -> None:
    code = office.answers.record(None, "intake", case.intake, "en").case_code
    for episode in case.episodes:
        office.answers.record(code, "episode", episode, "en")
    if case.consent is not None:
        consent = dated(case.consent, clock.moment.date())
        office.answers.record(code, "consent", consent, "en")
