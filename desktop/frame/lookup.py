"""What the command box asks the office for, as far as one's role may ask it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from casework.team.worker import Act, may

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casework.office import Office
    from casework.records.case import CaseSummary
    from casework.services.service import Service

_CASES: Final = 6


@dataclass(frozen=True, slots=True)
class Looked:
    """Cases that the words mean, the directory, and the forms that can be filled in."""

    cases: Sequence[CaseSummary] = field(default=(), repr=False)
    services: Sequence[Service] = field(default=(), repr=False)
    forms: Sequence[str] = ()
    # Of cases that are kept with another of the same person: the code all are found under.
    under: Mapping[str, str] = field(default_factory=dict)
    # Whether this worker may look for people who are known twice.
    compares: bool = False


def look_up(office: Office, words: str, case_code: str) -> Looked:
    """Return what stands in the store for some words; without words the last changed cases."""
    worker = office.worker
    cases: Sequence[CaseSummary] = ()
    if may(worker, Act.READ_CASES):
        desk = office.cases
        cases = desk.find(words, _CASES) if words else desk.page(limit=_CASES)
    services = office.services.all() if words and may(worker, Act.READ_SERVICES) else ()
    forms = office.answers.forms() if case_code and may(worker, Act.RECORD) else ()
    under = _under(office, [case.code for case in cases]) if cases else {}
    return Looked(cases, services, forms, under, may(worker, Act.RECORD))


def _under(office: Office, codes: Sequence[str]) -> Mapping[str, str]:
    known = office.likeness.together(codes)
    return {code: both.head for code, both in known.items() if both.head not in {"", code}}
