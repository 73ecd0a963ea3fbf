"""What is seen before it is published tells nobody more than what is published will."""

from __future__ import annotations

from dataclasses import replace

import pytest
from attacker_asks import Attacker
from attacker_reads import understood
from figured import VIEWER, figures

from casework.consent.grant import Purpose
from casework.figures.errors import FiguresRefused
from casework.figures.released import RULE, Published, areas_now, register
from casework.team.worker import NotPermitted, Role, Worker

STEWARD = Worker(bytes([4] * 16).hex(), Role.DATA_STEWARD, "Steward 1")


def quarter_of(desks):
    year, month = desks.month.split("-")
    return f"{year}-Q{(int(month) + 2) // 3}"


def take_back(desks, at, count=1):
    """Take back the consent of some who are counted."""
    for case in [*desks.office().cases.all()][at : at + count]:
        desks.office().grants.withdraw(case.code, Purpose.STATISTICS_EXTERNAL)


def looked_at(desks):
    rows = desks.store.connection.execute(
        "select reason from audit_entry where action = 'figures_looked_at' order by seq"
    )
    return [reason for (reason,) in rows]


@pytest.mark.parametrize("worker", [VIEWER, STEWARD], ids=lambda one: one.role)
@pytest.mark.parametrize("recipient", ["", "anybody at all"])
def test_who_may_open_no_case_sees_nothing_that_nobody_asked_her_to_agree_to(
    counted, worker, recipient
):
    hers = figures(counted, worker)
    for ask in (hers.count, hers.preview, hers.advising, hers.propose):
        with pytest.raises(NotPermitted):
            ask("month", counted.month, recipient)
    assert looked_at(counted) == []
    assert hers.proposed() == hers.register() == []


def test_the_log_says_from_how_many_on_figures_were_looked_at(counted):
    figures(counted).preview("month", counted.month)
    figures(counted).preview("month", counted.month, " Example Ministry ")
    which = f"month {counted.month}"
    assert looked_at(counted) == [f"{which} 10", f"{which} 5"]


def test_whoever_looks_again_and_again_sees_the_same_and_is_told_once_that_it_changed(counted):
    """With consents taken back in between, looks that counted anew would tell where an edge is."""
    wanted = figures(counted).propose("month", counted.month)
    hers, seen = figures(counted, VIEWER), []
    for at in range(0, 12, 3):
        seen.append(hers.count_proposed(wanted.subject_id).prove().shown)
        take_back(counted, at, 3)
    assert seen == [seen[0]] * len(seen)
    last = hers.count_proposed(wanted.subject_id).prove()
    with pytest.raises(FiguresRefused) as refused:
        hers.agree(wanted.subject_id, last)
    assert refused.value.code == "figures_asked_changed"
    # What would be told now nobody saw; and there is nothing left to ask about.
    assert last.shown == seen[0] != figures(counted).preview("month", counted.month)
    assert hers.proposed() == hers.register() == []


def test_what_changes_between_a_look_and_the_yes_is_not_published(counted):
    wanted = figures(counted).propose("month", counted.month)
    proven = figures(counted, VIEWER).count_proposed(wanted.subject_id).prove()
    take_back(counted, 0, 8)
    with pytest.raises(FiguresRefused) as refused:
        figures(counted, VIEWER).agree(wanted.subject_id, proven)
    assert refused.value.code == "figures_asked_changed"
    assert figures(counted).proposed() == figures(counted).register() == []


def test_a_wrong_record_is_put_right_and_figures_are_looked_at_anew(counted):
    first = figures(counted).preview("month", counted.month)
    take_back(counted, 0, 8)
    again = figures(counted).preview("month", counted.month)
    assert again != first
    wanted = figures(counted).propose("month", counted.month)
    assert figures(counted, VIEWER).agree(wanted.subject_id).shown == again


def test_what_waits_is_copied_as_what_was_published_is(counted):
    wanted = figures(counted).propose("month", counted.month)
    (waits,) = figures(counted).proposed()
    take_back(counted, 0, 8)
    again = figures(counted).propose("month", counted.month)
    assert [one.cells for one in figures(counted).proposed()] == [waits.cells] * 2
    # Once the first is left there is no reason any more for what stands in the second.
    figures(counted).drop(wanted.subject_id)
    with pytest.raises(FiguresRefused):
        figures(counted, VIEWER).agree(again.subject_id)


def test_what_waited_beside_another_is_published_whole_without_it(counted):
    first, second = (figures(counted).propose("month", counted.month) for _ in range(2))
    figures(counted).drop(first.subject_id)
    done = figures(counted, VIEWER).agree(second.subject_id)
    every = {one for mine in done.shown.tables.values() for _key, one in mine}
    assert {one.printed for one in done.release.cells} == every - {None}
    assert figures(counted).register() == [done.release]


def test_all_that_waits_read_together_betrays_nobody(counted):
    """A second person who is asked for a month and its quarter reads both at once."""
    counted.clock.pass_days(100)
    asked = (("month", counted.month), ("small_quarter", quarter_of(counted)))
    for plan, period in asked:
        figures(counted).propose(plan, period)
    waits = figures(counted).proposed()
    known = {one.name for one in waits[0].cells}
    assert known.isdisjoint(one.name for one in waits[1].cells)
    told = [
        Published(replace(one, cells=()), "", one.at, RULE, one.cells, areas_now()) for one in waits
    ]
    attacker = Attacker(understood(register(told)))
    assert attacker.consistent()
    assert not [one for one in attacker.narrowed() if one.masked]
    # Published one after the other, in either order, they are what was seen.
    for one in reversed(waits):
        done = figures(counted, VIEWER).agree(one.id)
        assert {*done.release.cells} == {*one.cells}
