"""What was written of a case that is given on comes where it is at home, however late it comes."""

from __future__ import annotations

import pytest
from apart import keep_to_do, opened_at, summed_up, tasks_of, titled, to_do, to_do_at
from given import post_at

from db.homes.going import going_home

TASK, OTHER_TASK = b"it is to be done", b"this is as well."
SAID = "select kind, lane, aseq, idx from op where entity = ? and kind in (1, 2)"
MADE = "select lane, aseq, idx from entity where id = ?"


def writes_late(team):
    """Let somebody write of the case who hears of nothing that others do with it from now on."""
    to_do_at(team.other, team.case, TASK)
    titled(team.other, TASK, "call today")


def out_again(team):
    """Let what is at home with the first of two go home and out, while somebody else writes."""
    team.records(team.one)
    writes_late(team)
    team.takes_back(team.one)
    team.carry(team.other)
    with team.one.office() as office:
        team.first.agrees(team.code, office=office)
    team.carry(team.other)


def all_know_what_to_do(team) -> bool:
    """Return whether whoever has the case has what was written late, in the same words."""
    titles = "select title from task where kind = 'own'"
    rows = team.seen(lambda store: store.connection.execute(titles).fetchall())
    held = team.who_holds()
    return [one for one, some in zip(team.all, rows, strict=True) if some] == held and all(
        some in ([], [("call today",)]) for some in rows
    )


def test_what_came_late_to_its_next_home_is_said_again_by_the_one_before(team) -> None:
    """Whoever has it at home now had let go of that when it was at home with the other still."""
    out_again(team)
    team.first.takes(team.other.writes())
    team.assigns(team.two)
    team.one.takes(team.first.writes())

    team.carry()

    assert team.who_holds() == [team.first, team.other, team.two]
    assert all_know_what_to_do(team)


def test_it_is_also_where_that_one_has_it_no_longer(team) -> None:
    out_again(team)
    team.first.takes(team.other.writes())
    team.assigns(team.two)
    team.carry(team.other)

    team.carry()

    assert team.who_holds() == [team.first, team.other, team.two]
    assert all_know_what_to_do(team)


@pytest.mark.parametrize("apart", [True, False])
def test_and_where_it_has_gone_home_from_there_since(team, apart) -> None:
    out_again(team)
    team.first.takes(team.other.writes())
    team.assigns(team.two)
    team.carry(team.other)
    team.takes_back(team.two)
    team.carry(*([team.other] if apart else []))

    team.carry()

    assert team.who_holds() == [team.two]
    assert all_know_what_to_do(team)


def test_what_goes_home_stays_as_long_as_anybody_waits_for_what_it_was_sealed_with(team) -> None:
    """One case is at home with somebody else than the other; one stick held words of both."""
    team.records(team.one)
    code, case = team.code, team.case
    team.records(team.one)
    to_do_at(team.other, team.case, OTHER_TASK)
    to_do_at(team.other, case, TASK)
    team.assigns(team.two)
    team.carry(team.other)
    team.takes_back(team.two)
    team.code = code
    team.takes_back(team.one)
    team.carry(team.other)
    team.other.takes(team.first.writes())
    team.other.takes(team.two.writes())
    team.other.takes(team.one.writes())
    team.first.takes(team.other.writes())
    team.other.takes(team.first.writes())

    team.carry()

    assert team.seen(tasks_of) == [[], [], [TASK], [OTHER_TASK]]


def test_what_comes_late_together_with_what_takes_it_away_is_sent_on(team) -> None:
    """It was given back to whoever had sent that on while it was at home with the other alone."""
    team.records(team.one)
    writes_late(team)
    team.assigns(team.two)
    team.carry(team.other)
    team.takes_back(team.two)
    team.assigns(team.first)
    assigned = team.first.writes()
    team.first.takes(team.two.writes())
    team.first.takes(team.other.writes())
    with team.two.office() as office:
        team.first.agrees(team.code, office=office)
    team.two.takes(assigned)
    team.first.takes(team.two.writes())

    team.two.takes(team.first.writes())

    team.carry()
    assert team.who_holds() == [team.first, team.other]
    assert all_know_what_to_do(team)


def test_what_was_said_again_as_a_part_comes_late_itself(team) -> None:
    """Said beside its case it looks like what was brought out with that."""
    team.records(team.one)
    writes_late(team)
    team.assigns(team.two)
    team.carry(team.other)
    team.first.takes(team.other.writes())
    stick = team.first.writes()
    team.takes_back(team.two)
    team.first.takes(team.two.writes())
    with team.two.office() as office:
        team.first.agrees(team.code, office=office)
    team.first.takes(team.two.writes())

    team.two.takes(stick)

    team.carry()
    assert team.who_holds() == [team.first, team.other, team.two]
    assert all_know_what_to_do(team)


def test_what_went_along_does_not_wait_to_go_home(team) -> None:
    """What she had written stood in her log for ever, though she has the case no longer."""
    team.records(team.first)
    keep_to_do(team.first.store, team.first.template.supervisor, team.case, TASK)
    team.assigns(team.one)
    team.carry()
    team.takes_back(team.one)

    team.carry()

    assert team.who_holds() == [team.one]
    assert going_home(team.first.store.connection.cursor()) == {}


def test_it_lives_where_it_was_brought_at_last_whatever_comes_late(team) -> None:
    """Whoever got it had not heard yet that it had been home and out another time before."""
    team.records(team.one)
    for apart in ([], [team.other]):
        team.takes_back(team.one)
        team.carry(*apart)
        with team.one.office() as office:
            team.first.agrees(team.code, office=office)
        team.carry(*apart)
    team.assigns(team.other)
    team.carry(team.other)

    team.other.takes(team.first.writes())

    with team.other.store() as store:
        made, there = (
            one.connection.execute(MADE, (team.case,)) for one in (store, team.first.store)
        )
        assert made.fetchall() == there.fetchall()
    team.takes_back(team.other)
    team.carry()
    assert team.who_holds() == [team.other]


def test_what_was_written_where_it_comes_back_to_is_said_again_there(team) -> None:
    """Who gets it wrote that before she heard that it had left there, and it goes back at once."""
    team.records(team.one)
    team.assigns(team.other)
    team.one.takes(team.first.writes())
    team.first.takes(team.one.writes())
    writes_late(team)
    team.assigns(team.two, by=team.other)
    team.assigns(team.one, by=team.other)
    team.carry(team.other)

    team.carry()

    assert team.who_holds() == [team.first, team.other, team.one]
    assert all_know_what_to_do(team)


def test_what_is_summed_up_takes_nothing_from_what_was_brought_over_and_taken_home(team) -> None:
    """Somebody wrote of another case in its stream since, and can give that only summed up."""
    team.records(team.one)
    another = team.case
    team.records(team.other)
    team.assigns(team.one)
    team.carry()
    team.takes_back(team.one)
    team.carry()
    to_do_at(team.other, another, TASK)
    with team.other.post() as post:
        whole = summed_up(post)

    assert team.one.takes(whole).summed > 0

    assert team.who_holds() == [team.one]


def test_what_is_known_before_it_is_heard_that_a_case_is_back_stands_once_that_comes(team) -> None:
    team.records(team.one)
    team.takes_back(team.one)
    team.carry()
    with team.one.office() as office:
        team.first.agrees(team.code, office=office)
    team.first.takes(team.one.writes())
    opened_at(team.first.store, team.case, "2026-01-02")
    keep_to_do(team.first.store, team.first.template.supervisor, team.case, TASK)
    team.other.takes(team.first.writes())

    team.other.takes(team.one.writes())

    told = team.seen(team.told)
    assert told[0] == told[1] is not None
    team.carry()
    assert team.who_holds() == [team.first, team.other, team.one]


@pytest.mark.parametrize("first", [True, False])
def test_what_came_back_with_its_case_is_not_too_late_where_it_was_written(team, first) -> None:
    """Whoever wrote it reads nothing of where it was since: all that is known there is past."""
    team.records(team.two)
    team.assigns(team.other)
    team.two.takes(team.first.writes())
    team.first.takes(team.two.writes())
    to_do_at(team.two, team.case, TASK)
    titled(team.two, TASK, "call today")
    team.two.takes(team.first.writes())
    team.first.takes(team.two.writes())
    team.assigns(team.two)
    if first:
        team.other.takes(team.first.writes())
        team.first.takes(team.other.writes())
        team.two.takes(team.first.writes())
        team.two.takes(team.other.writes())

    team.carry()

    assert team.who_holds() == [team.first, team.other, team.two]
    assert all_know_what_to_do(team)


def test_nothing_stays_of_what_is_known_to_be_of_the_time_before_it_left(team) -> None:
    """What that names on its part never comes here: it was summed up without it."""
    team.records(team.other)
    team.assigns(team.two)
    team.carry()
    team.assigns(team.first)
    team.two.takes(team.first.writes())
    team.first.takes(team.two.writes())
    team.assigns(team.two)
    stick = team.first.writes()
    team.two.takes(stick)
    team.takes_back(team.two)
    with team.two.post() as post:
        team.other.takes(summed_up(post))

    team.other.takes(stick)

    assert team.who_has_it() == [team.first, team.two]
    with team.other.store() as store:
        assert store.connection.execute(SAID, (team.case,)).fetchall() == []


def test_what_was_to_go_home_stands_again_where_it_is_at_home_by_then(team) -> None:
    """She is given what she had written in, apart, and keeps it to herself from then on."""
    team.records(team.one)
    writes_late(team)
    team.other.writes()
    team.takes_back(team.one)
    team.other.takes(team.one.writes())
    with team.one.office() as office:
        team.first.agrees(team.code, office=office)
    team.carry(team.other)
    team.assigns(team.other)
    team.carry(team.other)

    team.other.takes(team.first.writes())

    with team.other.store() as store:
        assert tasks_of(store) == [TASK]
    team.takes_back(team.other)
    team.carry()
    assert team.who_holds() == [team.other]
    assert all_know_what_to_do(team)


def test_nobody_waits_for_what_came_to_be_kept_elsewhere_before_it_arrived(team) -> None:
    """Whoever had brought the case out hears of it by a summary, which names mere numbers."""
    team.records(team.one)
    seen = team.code, team.case
    team.records(team.other)
    team.assigns(team.one)
    team.carry()
    team.takes_back(team.one)
    team.carry()
    with team.one.office() as office:
        team.first.agrees(team.code, office=office)
    team.carry()
    to_do(team.first, team.code, TASK)
    team.carry(team.other)
    team.assigns(team.first)
    team.carry(team.other)
    team.takes_back(team.first)
    team.carry(team.other)
    with post_at(team.first) as post:
        whole = summed_up(post)
    team.other.takes(whole)
    team.code, team.case = seen
    to_do(team.first, team.code, OTHER_TASK)

    team.carry()

    assert team.seen(tasks_of) == [[TASK, OTHER_TASK], [OTHER_TASK], [OTHER_TASK], []]
    with post_at(team.other) as post:
        assert post.exchange.parked() == []


def test_what_comes_late_from_where_a_case_was_before_is_said_again_where_it_is_out_again(
    team,
) -> None:
    """Whoever brought it over has it, at home with somebody else who brought it out since."""
    team.records(team.first)
    team.assigns(team.one)
    team.carry()
    writes_late(team)
    team.assigns(team.two)
    team.carry(team.other)
    team.takes_back(team.two)
    team.carry(team.other)
    with team.two.office() as office:
        team.first.agrees(team.code, office=office)
    team.carry(team.other)
    team.first.takes(team.other.writes())

    team.carry()

    assert team.who_holds() == [team.first, team.other, team.two]
    assert all_know_what_to_do(team)
    with team.two.store() as store:
        assert tasks_of(store) == [TASK]


def test_what_was_written_where_it_came_back_to_is_said_again_by_who_took_it_along(team) -> None:
    """Whoever brought it back had let go of that, which was not hers to say."""
    team.records(team.one)
    team.assigns(team.two, by=team.other)
    team.one.takes(team.other.writes())
    team.takes_back(team.other, is_hers=False)
    team.other.takes(team.one.writes())
    to_do_at(team.one, team.case, TASK)
    titled(team.one, TASK, "call today")
    team.carry(team.one)
    with team.other.office() as office:
        team.first.agrees(team.code, office=office)
    team.carry(team.one)
    team.first.takes(team.one.writes())
    team.assigns(team.one)
    team.carry(team.one)

    team.other.takes(team.one.writes())

    team.carry()
    assert team.who_holds() == [team.first, team.other, team.one]
    assert all_know_what_to_do(team)
