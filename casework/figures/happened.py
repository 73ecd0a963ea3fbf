"""What was done and what came of it, by its own month: of whose people each thing makes one.

Somebody who was given two kinds of help in two months is one of the people of each kind and of
each month, and once of their quarter. So nothing here is added up: each kind and each period has
people of its own, and `casework.figures.ties` says which hold which.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from casework.figures.bands import band
from casework.figures.people import UNKNOWN, answers
from casework.figures.periods import periods_of
from casework.referrals.referral import ReferralStatus, answer_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

_S = ReferralStatus
GIVEN: Final = "given"
SENT: Final = "sent"
OUTCOME: Final = "outcome"
KIND: Final = "kind"
UNMET: Final = "unmet"
ANSWERED: Final = "answered"
LAW: Final = "law_"
# Of which list the codes of a family are; of each there are people, and of any of them.
FAMILIES: Final = MappingProxyType(
    {
        GIVEN: "service_type",
        SENT: "service_type",
        OUTCOME: "referral_outcome",
        KIND: "service_type",
        UNMET: "service_type",
        ANSWERED: "time_to_answer",
        f"{LAW}harmed": "law_area",
        f"{LAW}helped": "law_area",
        f"{LAW}silent": "law_area",
    }
)
ANY: Final = "any"
# A letter that was called back came to what she took back herself.
_OUTCOME_OF: Final = MappingProxyType(
    dict.fromkeys((_S.ACCEPTED, _S.ATTENDED, _S.COMPLETED), "accepted") | {_S.RECALLED: "withdrawn"}
)
# Help that was asked for and not to be had; what nobody offers counts as unavailable.
NOT_MET: Final = frozenset({"refused_by_provider", "unavailable", "waiting_list"})
# What a service may answer first.
ANSWERS: Final = NOT_MET | {"accepted"}
_NOBODY: Final = "unavailable"
_ANSWERS: Final = frozenset(
    {
        *(_S.ACCEPTED, _S.ATTENDED, _S.COMPLETED),
        *(_S.REFUSED, _S.WAITING_LIST, _S.PROVIDER_UNAVAILABLE),
    }
)
Flags = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for help: of which kind, when it went out, and what is known of its steps.

    `nobody` is the day from which it was asked for and nobody offered it.
    """

    service_type: str
    sent: date | None = None
    steps: tuple[tuple[ReferralStatus, date], ...] = ()
    nobody: date | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What was done for one person, and what came of it; nothing more of her than a broad area."""

    area: str
    # The day, and the kind of help.
    given: tuple[tuple[date, str], ...] = ()
    asked: tuple[Asked, ...] = ()
    # The day, the area of law, and what the law did.
    law: tuple[tuple[date, str, str], ...] = ()


def peoples(done: Done) -> frozenset[str]:
    """Return of whose people one person is: one for each cell that she counts in, once."""
    return frozenset(
        people_of(flags, period)
        for day, every in _happenings(done)
        for flags in every
        for period in periods_of(day)
    )


def people_of(flags: Flags, period: str) -> str:
    """Return whose people share some flags in a period."""
    return f"{'+'.join(sorted(flags))} {period}"


@cache
def codes_in(family: str) -> tuple[str, ...]:
    """Return the codes of a family, each of which has people of its own; one is always said."""
    found = answers(FAMILIES[family])
    return found if family in {OUTCOME, ANSWERED} else (*found, UNKNOWN)


def _happenings(done: Done) -> Iterator[tuple[date, Iterable[Flags]]]:
    for day, code in done.given:
        yield day, _alone(GIVEN, code)
    for one in done.asked:
        if one.sent:
            yield one.sent, _alone(SENT, one.service_type)
        yield from _outcomes(one)
        yield from _answer(one)
    for day, area, effect in done.law:
        if f"{LAW}{effect}" in FAMILIES:
            yield day, _alone(f"{LAW}{effect}", area)


def _alone(family: str, code: str) -> tuple[Flags, Flags]:
    return (f"{family}.{ANY}",), (_flag(family, code),)


def _flag(family: str, code: str) -> str:
    return f"{family}.{code if code in codes_in(family) else UNKNOWN}"


def _outcomes(one: Asked) -> Iterator[tuple[date, Iterable[Flags]]]:
    """Yield what came of a request, by the day on which it is known to have come."""
    known = [(_OUTCOME_OF.get(step) or answer_of(step), day) for step, day in one.steps]
    if one.nobody:
        known.append((_NOBODY, one.nobody))
    for outcome, day in known:
        if outcome not in codes_in(OUTCOME):
            continue
        came, kind = _flag(OUTCOME, outcome), _flag(KIND, one.service_type)
        yield day, ((f"{OUTCOME}.{ANY}",), (came,), (kind,), (came, kind))
        if outcome in NOT_MET:
            yield day, _alone(UNMET, one.service_type)


def _answer(one: Asked) -> Iterator[tuple[date, Iterable[Flags]]]:
    """Yield how long a service took to answer, by the day of its first answer."""
    days = [day for step, day in one.steps if step in _ANSWERS and one.sent and day >= one.sent]
    if days and one.sent:
        first = min(days)
        yield first, _alone(ANSWERED, band(FAMILIES[ANSWERED], (first - one.sent).days))
