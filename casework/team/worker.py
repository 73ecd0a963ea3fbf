"""Workers, their roles, and what each role may do."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field


class Role(enum.StrEnum):
    """What somebody is in this office."""

    CASEWORKER = "caseworker"
    SUPERVISOR = "supervisor"
    DATA_STEWARD = "data_steward"
    VIEWER = "viewer"


class Act(enum.StrEnum):
    """What the office may be asked to do."""

    READ_CASES = "read_cases"
    RECORD = "record"
    CONSENT = "consent"
    LETTER = "letter"
    READ_SERVICES = "read_services"
    SERVICES = "services"
    PEOPLE = "people"
    TEAM = "team"
    STATISTICS = "statistics"
    VERIFY = "verify"
    CHECK = "check"
    BACKUP = "backup"
    BRING_IN = "bring_in"
    TAKE_OUT = "take_out"


_MAY: dict[Role, frozenset[Act]] = {
    Role.CASEWORKER: frozenset(
        {
            Act.READ_CASES,
            Act.RECORD,
            Act.CONSENT,
            Act.LETTER,
            Act.READ_SERVICES,
            Act.SERVICES,
            Act.CHECK,
            Act.BACKUP,
        }
    ),
    Role.SUPERVISOR: frozenset(Act),
    Role.DATA_STEWARD: frozenset(
        {
            Act.READ_SERVICES,
            Act.SERVICES,
            Act.STATISTICS,
            Act.CHECK,
            Act.BACKUP,
            Act.VERIFY,
            Act.BRING_IN,
            Act.TAKE_OUT,
        }
    ),
    Role.VIEWER: frozenset({Act.READ_SERVICES, Act.STATISTICS, Act.CHECK}),
}


@dataclass(frozen=True, slots=True)
class Worker:
    """One signed-in person."""

    id: str
    role: Role
    name: str = field(default="", repr=False)

    @property
    def sees_all_cases(self) -> bool:
        """Return whether this worker's role looks after the cases of others, masked."""
        return self.role is Role.SUPERVISOR


class NotPermitted(Exception):
    """Raised when a worker's role does not allow an act; carries codes only."""

    def __init__(self, act: Act) -> None:
        self.act = act
        super().__init__(act.value)


def may(worker: Worker, act: Act) -> bool:
    """Return whether a worker's role allows an act."""
    return act in _MAY[worker.role]


def may_count(worker: Worker) -> bool:
    """Return whether somebody may know how much a workbook holds.

    From one day to the next that tells that somebody came, or was erased.
    """
    return may(worker, Act.READ_CASES)


def demand(worker: Worker, act: Act) -> None:
    """Raise NotPermitted unless a worker's role allows an act."""
    if not may(worker, act):
        raise NotPermitted(act)
