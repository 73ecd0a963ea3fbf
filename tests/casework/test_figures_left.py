"""What nobody prints and everybody works out: periods that are left, and what an answer came to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from attacker_asks import Attacker
from attacker_reads import understood
from invented_work import YEAR, Invented

from casework.figures.before import before
from casework.figures.gathering import gather
from casework.figures.happened import ANSWERS, Asked, Done, peoples
from casework.figures.periods import last_day
from casework.figures.plan import PEOPLE, cells, left_over, name_of, plans
from casework.figures.released import Proposed, Published, register
from casework.protect.protecting import protect
from casework.protect.shape import Name, Told
from casework.referrals.referral import ReferralStatus

LATER, LEAST = date(YEAR + 1, 2, 1), 10
NOON = datetime(YEAR, 4, 20, 12, tzinfo=UTC)
QUARTERS = tuple(f"{YEAR}-Q{n}" for n in (1, 2, 3))


def released(whole, asked):
    """Return what is published of what was done, one plan and period after the other."""
    told, releases = [], []
    for number, (plan, period) in enumerate(asked):
        tables = {
            table: mine
            for table, mine in cells(plans()[plan], period).items()
            if name_of(mine[0][0]).people not in {PEOPLE, "unrecorded"}
        }
        here = whole.until(last_day(period, plans()[plan].months))
        counted, ground = gather(here, tables, before(releases, YEAR), (YEAR, LATER, LEAST))
        printed = protect(told, counted, ground)
        mine = tuple(Told(name, one) for name, one in printed.items() if one is not None)
        wanted = Proposed(f"r{number}", plan, period, "", LEAST, "a", NOON)
        at = NOON + timedelta(days=number)
        releases.append(Published(wanted, "b", at, "rule", mine, {}))
        told += mine
    return releases


def found(whole, asked, left, parts, within=()):
    """Return what of that an attacker knows better than he should.

    He knows of himself of which `parts` a whole consists, who is `within` others, and asks who is
    `left`.
    """
    told = register(released(whole, asked))
    told["undone"] += [[one, []] for one in left]
    told["unions"] += [{"whole": one, "parts": mine} for one, mine in parts.items()]
    told["within"] += within
    attacker = Attacker(understood(told))
    assert attacker.consistent()
    return [(one.people, one.lo) for one in attacker.hidden() if one.lo]


def given(*months):
    """Return people who were given housing, so many in each month, and others who were taught."""
    whole = Invented(0)
    taught = tuple((date(YEAR, month, 7), "education") for month, _many in months)
    whole.did = [Done("", given=taught)] * 18 + [
        Done("", given=((date(YEAR, month, 9), "housing"),))
        for month, many in months
        for _ in range(many)
    ]
    return whole


def test_a_quarter_that_is_left_is_watched_although_each_of_its_months_may_be_nobody():
    names = [Name(PEOPLE, (("month", period),)) for period in (*QUARTERS, f"{YEAR}")]
    left = {dict(one.key)["month"] for one in left_over(names)}
    assert left == {f"{YEAR}-Q4", f"{YEAR}-10", f"{YEAR}-11", f"{YEAR}-12"}
    assert left_over(names[:3]) == left_over(names[2:3]) == []


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ((f"{YEAR}-01", f"{YEAR}-02", f"{YEAR}-Q1"), {f"{YEAR}-03"}),
        ((f"{YEAR}-Q1", f"{YEAR}"), {*QUARTERS[1:], f"{YEAR}-Q4"}),
        ((f"{YEAR}-Q1", f"{YEAR}-Q2"), set()),
    ],
)
def test_so_it_is_of_what_was_done(told, left):
    names = [Name(f"given.housing {period}", ()) for period in told]
    over = {one.people.partition(" ")[2] for one in left_over(names)}
    assert left <= over
    assert bool(over) is bool(left)


def test_of_a_month_of_help_that_was_not_told_nothing_is_known_from_its_quarter():
    whole = given((1, 17), (2, 17), (3, 9))
    months = [("month", f"{YEAR}-01"), ("month", f"{YEAR}-02")]
    quarter, *parts = (f"given.housing {YEAR}-{one}" for one in ("Q1", "01", "02", "03"))
    asked = [*months, ("small_quarter", f"{YEAR}-Q1")]
    assert found(whole, asked, parts[2:], {quarter: parts}) == []


def test_of_a_quarter_of_help_that_was_not_told_nothing_is_known_from_its_year():
    whole = given((1, 17), (4, 17), (7, 17), (10, 3), (11, 2), (12, 2))
    quarters = [("small_quarter", one) for one in QUARTERS]
    year, *parts = (f"given.housing {one}" for one in (f"{YEAR}", *QUARTERS, f"{YEAR}-Q4"))
    asked = [*quarters, ("small_year", f"{YEAR}")]
    assert found(whole, asked, parts[3:], {year: parts}) == []


def test_what_a_first_answer_was_is_known_of_whoever_was_answered():
    """Of 44 who were answered 17 were accepted: the three marks beside held nearly all they may."""
    status = {
        ReferralStatus.ACCEPTED: 17,
        ReferralStatus.REFUSED: 9,
        ReferralStatus.WAITING_LIST: 9,
        ReferralStatus.PROVIDER_UNAVAILABLE: 9,
    }
    sent, whole = date(YEAR, 2, 1), Invented(0)
    whole.did = [
        Done("", asked=(Asked("housing", sent, ((one, sent),)),))
        for one, many in status.items()
        for _ in range(many)
    ]
    flags = {one.partition(" ")[0] for done in whole.did for one in peoples(done)}
    assert {f"outcome.{one}" for one in ANSWERS} < flags
    answers = [f"outcome.{one} {YEAR}-Q1" for one in sorted(ANSWERS)]
    within = [[f"answered.any {YEAR}-Q1", "told"]]
    assert found(whole, [("small_quarter", f"{YEAR}-Q1")], [], {"told": answers}, within) == []
