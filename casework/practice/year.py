"""A year of an invented office that publishes figures: who came when, and what changed since.

Nine kinds of people, places with long tails, and three clusters of people much alike: so most
cells of a small office are empty or nearly so. Later some take their consent back, some agree
late, and of some an area or a birth is put right. The same seed gives the same year.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from casework.figures.people import AREA, GENDER, INEQUALITIES, KINDS, answers
from casework.figures.plan import WAIT
from forms.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

_PROFILES: Final = 9
_CLUSTERS: Final = 3
_TAIL: Final = 0.9
_IN_CLUSTER: Final = 0.06
_AGREEING: Final = 0.93
_WITHDRAWN: Final = 0.08
_LATE: Final = 0.03
_CORRECTED: Final = 0.03
_EXACT: Final = 0.7
_OLDER: Final = 12
_NOT_SAID: Final = 0.08
_DAYS: Final = 365
_LAST_AGES: Final = (18, 80)
# A yes to figures lasts as long as one may, so that few end by themselves within the year.
_LASTS: Final = timedelta(days=366)
_LARGE: Final = 200
_SMALL: Final = 50


@dataclass(frozen=True, slots=True)
class YearCase:
    """One invented person of the year, and what changes about her later, by its day."""

    number: int
    came: date
    intake: dict[str, Any] = field(repr=False)
    kinds: tuple[str, ...]
    agreed: date | None
    withdrawn: date | None = None
    corrected: tuple[date, dict[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A release that is due: on which day, by which plan, of which period."""

    day: date
    plan: str
    period: str


@dataclass(frozen=True, slots=True)
class _Kind:
    """What people of one kind have in common."""

    weight: float
    areas: tuple[str, ...]
    genders: tuple[str, ...]
    age: int
    said: dict[str, float]


def year_of(today: date) -> int:
    """Return the latest year of which everything could be published by a day."""
    return today.year - 1 if today > date(today.year, 1, 1) + WAIT else today.year - 2


def year_cases(chance: Random, count: int, year: int) -> Sequence[YearCase]:
    """Return the invented people of a year in the order in which they came."""
    kinds = [_kind(chance) for _ in range(_PROFILES)]
    clusters = [
        (chance.choice(kinds), chance.choice(answers(AREA)), chance.randrange(_DAYS))
        for _ in range(_CLUSTERS)
    ]
    days = sorted((_drawn(chance, kinds, clusters) for _ in range(count)), key=lambda one: one[1])
    return [
        _case(chance, number, (kind, date(year, 1, 1) + timedelta(days=day), area))
        for number, (kind, day, area) in enumerate(days, 1)
    ]


def dues(year: int, count: int) -> Sequence[Due]:
    """Return the releases of a year for an office of so many cases, the first due first."""
    return sorted(_dues(year, count), key=lambda one: one.day)


def consent_of(given: date) -> dict[str, Any]:
    """Return what she agreed to: figures for those outside, for as long as may be."""
    return {
        "limits_explained": "yes",
        "means": "verbal",
        "given_by": "survivor",
        "case_service": "given",
        "grants": [
            {
                "purpose": "statistics_external",
                "answer": "given",
                "categories": ["demographic", "exploitation_category"],
                "valid_until": (given + _LASTS).isoformat(),
            }
        ],
    }


def hour_of(number: int, day: date) -> datetime:
    """Return the hour of a day at which something was written down, without a zone."""
    return datetime.combine(day, time(8)) + timedelta(seconds=number % 30_000)


def _dues(year: int, count: int) -> Iterator[Due]:
    def over(month: int, plan: str, period: str) -> Due:
        following = date(year + month // 12, month % 12 + 1, 1)
        return Due(following + WAIT, plan, period)

    if count < _SMALL:
        yield over(12, "least_year", f"{year}")
        return
    small = count < _LARGE
    for month in range(1, 13):
        if not small:
            yield over(month, "month", f"{year}-{month:02d}")
        if month % 3 == 0:
            plan = "small_quarter" if small else "quarter"
            yield over(month, plan, f"{year}-Q{month // 3}")
    yield over(12, "small_year" if small else "year", f"{year}")


def _kind(chance: Random) -> _Kind:
    """Return one kind of people: where they live, of what age and gender, what is said of them."""
    areas, genders = list(answers(AREA)), list(answers(GENDER))
    chance.shuffle(areas)
    chance.shuffle(genders)
    flags = [
        *(f"{KINDS}.{one}" for one in answers(KINDS)),
        *(f"{INEQUALITIES}.{one}" for one in answers(INEQUALITIES)),
    ]
    said = {one: chance.betavariate(0.4, 1.6) for one in flags}
    ages = (19, 22, 24, 28, 33, 38, 46, 55)
    return _Kind(chance.random() + 0.1, tuple(areas), tuple(genders), chance.choice(ages), said)


def _drawn(
    chance: Random, kinds: Sequence[_Kind], clusters: Sequence[tuple[_Kind, str, int]]
) -> tuple[_Kind, int, str]:
    """Return of which kind somebody is, on which day she came, and where she lives."""
    if chance.random() < _IN_CLUSTER:
        kind, area, day = chance.choice(clusters)
        return kind, min(_DAYS - 1, day + chance.randrange(20)), area
    (kind,) = chance.choices(kinds, [one.weight for one in kinds])
    tail = [(place + 1) ** -_TAIL for place in range(len(kind.areas))]
    (area,) = chance.choices(kind.areas, tail)
    return kind, chance.randrange(_DAYS), area


def _case(chance: Random, number: int, drawn: tuple[_Kind, date, str]) -> YearCase:
    kind, came, area = drawn
    intake = _intake(chance, number, drawn)
    kinds = tuple(one for one in answers(KINDS) if chance.random() < kind.said[f"{KINDS}.{one}"])
    late = timedelta(days=chance.randrange(20, 120) if chance.random() < _LATE else 0)
    agreed = came + late if chance.random() < _AGREEING else None
    withdrawn = corrected = None
    if agreed and chance.random() < _WITHDRAWN:
        withdrawn = agreed + timedelta(days=chance.randrange(1, 200))
    if chance.random() < _CORRECTED:
        other = _placed(chance.choice([one for one in answers(AREA) if one != area]))
        right = chance.choice([other, _born(chance, came, kind.age + _OLDER)])
        corrected = came + timedelta(days=chance.randrange(15, 150)), right
    return YearCase(number, came, intake, kinds, agreed, withdrawn, corrected)


def _intake(chance: Random, number: int, drawn: tuple[_Kind, date, str]) -> dict[str, Any]:
    kind, came, area = drawn
    unequal = [
        one for one in answers(INEQUALITIES) if chance.random() < kind.said[f"{INEQUALITIES}.{one}"]
    ]
    tail = [2.0**-place for place in range(2 * len(kind.genders), 0, -2)][::-1]
    (gender,) = chance.choices(kind.genders, tail)
    told: dict[str, Any] = {
        "limits_explained": "yes",
        "languages": ["en"],
        "name_used": f"Example {number:06d}",
        **_born(chance, came, kind.age),
    }
    if chance.random() > _NOT_SAID:
        told |= _placed(area)
    if chance.random() > _NOT_SAID:
        # Whoever is a girl or a boy has somebody else sign too: these are all of age.
        told["gender"] = {"girl": "woman", "boy": "man"}.get(gender, gender)
    return told | ({"inequalities": unequal} if unequal else {})


def _placed(area: str) -> dict[str, Any]:
    return {"region": code_list(AREA).codes[area].parent, "area": area}


def _born(chance: Random, came: date, age: int) -> dict[str, Any]:
    """Return a birth of about so many years before, known to the day or to the year."""
    years = min(max(round(chance.gauss(age, 5)), _LAST_AGES[0] + 1), _LAST_AGES[1])
    born = came - timedelta(days=365 * years + chance.randrange(20, 340))
    if chance.random() < _EXACT:
        return {"birth_precision": "exact", "birth_date": born.isoformat()}
    return {"birth_precision": "year", "birth_year": born.year}
