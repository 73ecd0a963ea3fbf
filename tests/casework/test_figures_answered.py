"""In its first year whoever was answered had been sent: who was not is no difference of two."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from figured import OUTSIDE, VIEWER, figures
from invented_work import YEAR, Invented
from make import Clock, Desks

from casework.figures.answering import unanswered
from casework.figures.before import before
from casework.figures.gathering import gather
from casework.figures.happened import Asked, Done
from casework.figures.people import Person
from casework.figures.plan import cells, name_of, plans
from casework.figures.released import Proposed, Published, areas_now
from casework.protect.printed import Mark
from casework.protect.protecting import protect
from casework.protect.shape import Name, Told
from casework.referrals.desk import Move
from casework.referrals.referral import Need, ReferralStatus

LATER, LEAST = date(YEAR + 1, 2, 1), 10
NOON = datetime(YEAR, 4, 20, 12, tzinfo=UTC)
FIRST, SECOND = f"{YEAR}-Q1", f"{YEAR}-Q2"


def asking(*quarters):
    """Return people who came in January: in each quarter so many were sent, so many answered."""
    whole = Invented(0)
    for number, (sent, answered) in enumerate(quarters):
        for n in range(max(sent, answered)):
            # Who is answered in a quarter was sent in it while there are any, or the one before.
            month = 3 * number + 1 if n < sent else 3 * number - 2
            kind = "documents" if n % 2 else "housing"
            later = date(YEAR, 3 * number + 1, 28 if n % 2 else 10)
            day = date(YEAR, month, 8)
            steps = ((ReferralStatus.ACCEPTED, later),) if n < answered else ()
            whole.did.append(Done("north_towns", asked=(Asked(kind, day, steps),)))
    came = Person(date(YEAR, 1, 5), "north_towns", None, "woman", frozenset(), frozenset())
    # Many more came, so that it says nothing how many of them were sent.
    whole.persons = [came] * (len(whole.did) + 40)
    return whole


def released(whole, period, releases=()):
    """Return what is published of all who were sent, and of all who were answered."""
    every = cells(plans()["quarter"], period)
    known = before(releases, YEAR)
    tables = {one: _totals(every[one]) for one in ("sent", "answered")}
    counted, ground = gather(whole, tables, known, (YEAR, LATER, LEAST))
    printed = protect(known.told, counted, ground)
    told = tuple(Told(name, one) for name, one in printed.items() if one is not None)
    at = NOON + timedelta(days=len(releases))
    wanted = Proposed(f"{len(releases):032x}", "quarter", period, "", LEAST, "a", at)
    return Published(wanted, "b", at, "rule", told, areas_now())


def _totals(mine):
    return [one for one in mine if name_of(one[0]).people.partition(" ")[0].endswith(".any")]


def said(release, people):
    return {one.name: one.printed for one in release.cells}.get(Name(people, ()))


@pytest.mark.parametrize(("sent", "answered"), [(60, 51), (44, 35), (43, 38)])
def test_who_was_sent_and_not_answered_is_not_the_difference_of_two_numbers(sent, answered):
    release = released(asking((sent, answered)), FIRST)
    both = [said(release, f"{one}.any {FIRST}") for one in ("sent", "answered")]
    assert all(both)
    assert both[0].lo <= both[1].hi
    assert both[0].hi - both[1].lo >= LEAST - 1


def test_a_mark_of_who_was_sent_is_not_known_by_who_is_answered_later():
    """Forty answered in spring and 35 sent in it say that somebody was sent in winter."""
    whole = asking((1, 0), (35, 40))
    first = released(whole, FIRST)
    second = released(whole, SECOND, [first])
    sent, answered = (said(second, f"{one}.any {SECOND}") for one in ("sent", "answered"))
    assert isinstance(said(first, f"sent.any {FIRST}"), Mark)
    assert answered.lo <= sent.hi


def test_nobody_is_tied_who_may_have_been_sent_before():
    whole = asking((30, 25))
    names = [Name(f"{one}.any {FIRST}", ()) for one in ("sent", "answered")]
    rests, within = unanswered(whole, names, (YEAR, LATER))
    assert rests == {Name(f"sent.any-answered.any {FIRST}", ()): 5}
    assert [one.parts for one in within] == [(f"answered.any {FIRST}",)]
    assert unanswered(whole, names[1:], (YEAR, LATER)) == ({}, [])
    assert unanswered(whole, names[:1], (YEAR, LATER)) == ({}, ())
    before_then = replace(whole.persons[0], opened=date(YEAR - 1, 11, 5))
    again = asking((30, 25))
    again.persons += [before_then] * 9
    assert unanswered(again, names, (YEAR, LATER))[0] == rests
    again = asking((30, 25))
    again.persons += [before_then] * 10
    assert unanswered(again, names, (YEAR, LATER)) == ({}, ())
    more = asking((30, 25))
    stray = Asked("housing", date(YEAR - 1, 12, 9), ((ReferralStatus.ACCEPTED, date(YEAR, 1, 9)),))
    more.did += [Done("north_towns", asked=(stray,))] * 6
    # No reader sees that one more was answered than sent.
    assert unanswered(more, names, (YEAR, LATER))[0] == dict.fromkeys(rests, 0)
    more = asking((30, 25))
    more.did += [Done("north_towns", asked=(stray,))] * 10
    assert unanswered(more, names, (YEAR, LATER)) == ({}, ())


def test_in_an_office_of_its_first_quarter_they_are_not_told(template, tmp_path):
    """Seventy came, thirty were asked for by word of mouth, and 25 were answered."""
    desks = Desks(template, tmp_path / "home", Clock())
    office = desks.office()
    for n in range(70):
        case = desks.visit(gender="woman" if n % 2 else "man")
        if n < 30:
            need = Need("housing")
            asked = office.referrals.begin(case, need, "Example Clinic A").subject_id
            desks.agree(case)
            office.referrals.move(case, asked, Move(ReferralStatus.AGREED))
            office.talks.tell(case, asked)
            if n < 25:
                office.referrals.move(case, asked, Move(ReferralStatus.ACCEPTED))
        desks.agree(case, **OUTSIDE)
    desks.clock.pass_days(60)
    wanted = figures(desks).propose("quarter", FIRST)
    release = figures(desks, VIEWER).agree(wanted.subject_id).release
    sent, answered = (said(release, f"{one}.any {FIRST}") for one in ("sent", "answered"))
    desks.close()
    assert sent.lo <= answered.hi
    assert sent.hi - answered.lo >= LEAST - 1
