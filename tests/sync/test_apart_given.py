"""A case is given to somebody who works at another laptop: it goes there, and is at home there."""

from __future__ import annotations

import io

import pytest
from apart import opened, retitled, summed_up, tasks_of, titled, to_do_at, told_apart
from back_again import codes
from forged import Forger, stands
from given import at, office_at
from given_by_chance import Story, must_end_well
from laptops import Laptop

from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.team.caseload import CaseloadRefused
from casework.team.worker import Role
from db.exchange.summing import Summing
from ledger.ops import PLACE, Kind
from sync.members.member import caseload_of

TASK = b"it is to be done"


def test_a_case_of_hers_goes_to_whoever_works_at_another_laptop(team) -> None:
    """It was taken home, and was at nobody's but in another name."""
    team.records(team.first)
    assert team.who_holds() == [team.first, team.other]

    team.assigns(team.one)
    team.carry()

    assert team.who_holds() == [team.first, team.other, team.one]


def test_a_case_goes_from_one_laptop_to_another(team) -> None:
    team.records(team.one)
    assert team.who_holds() == [team.first, team.other, team.one]

    team.assigns(team.two)
    team.carry()

    assert team.who_holds() == [team.first, team.other, team.two]


def test_it_comes_home_where_whoever_works_with_it_is(team) -> None:
    team.records(team.one)
    team.assigns(team.two)
    team.carry()

    team.takes_back(team.two)
    team.carry()

    assert team.who_holds() == [team.two]


def test_a_file_goes_along(team) -> None:
    team.records(team.one)
    with team.one.office() as office:
        office.attachments.add(Coming(team.code, Sort.MESSAGE), io.BytesIO(b"EX-SAID " * 900))
    team.carry()

    team.assigns(team.two)
    team.carry()

    pieces = "select content from attachment_piece order by number"
    seen = team.seen(lambda store: b"".join(one for (one,) in store.connection.execute(pieces)))
    assert seen == [b"EX-SAID " * 900, b"EX-SAID " * 900, b"", b"EX-SAID " * 900]


def test_whoever_gets_it_summed_up_there_has_the_same(team, tmp_path) -> None:
    """What it was before stands in what is not read where it was summed up."""
    new = Laptop(team.first, tmp_path / "new", "Worker 9", Role.SUPERVISOR)
    # What all hold comes from whoever administers.
    new.takes(team.first.writes())
    team.records(team.one)
    to_do_at(team.other, team.case, TASK)
    team.carry()
    team.assigns(team.two)
    team.carry()
    with team.two.post() as post:
        whole = summed_up(post)

    new.takes(whole)

    with new.store() as store, team.two.store() as there:
        assert store.examine().faults == ()
        assert team.told(store) == team.told(there)
        assert tasks_of(store) == [TASK]
    team.takes_back(team.two)
    team.first.takes(team.two.writes())
    new.takes(team.first.writes())
    with new.store() as store:
        assert store.examine().faults == ()
        assert codes(store) == set()


def test_it_goes_back_again(team) -> None:
    team.records(team.one)
    team.assigns(team.two)
    team.carry()

    team.assigns(team.one, by=team.other)
    team.carry()

    assert team.who_holds() == [team.first, team.other, team.one]
    team.takes_back(team.one)
    team.carry()
    assert team.who_holds() == [team.one]


def test_what_was_written_meanwhile_goes_along(team) -> None:
    """Whoever has it at home now does not read where that was written."""
    team.records(team.one)
    to_do_at(team.other, team.case, TASK)
    opened(team.other, team.case, "2026-01-02")
    team.assigns(team.two)
    team.carry(team.other)

    team.carry()

    assert team.who_holds() == [team.first, team.other, team.two]
    seen = team.seen(lambda store: (tasks_of(store), told_apart(store, team.case)))
    assert seen[3][0] == [TASK]
    assert "2026-01-02" in seen[3][1]


def test_what_was_written_meanwhile_comes_home_although_it_is_there_again_alone(team) -> None:
    """Whoever had brought it over let go of it, and alone reads both."""
    team.records(team.one)
    to_do_at(team.other, team.case, TASK)
    titled(team.other, TASK, "call today")
    team.assigns(team.two)
    team.carry(team.other)
    team.takes_back(team.two)
    team.carry(team.other)
    assert team.who_has_it() == [team.other, team.two]

    team.carry()

    assert team.who_holds() == [team.two]
    titles = "select title from task where kind = 'own'"
    assert team.seen(lambda store: store.connection.execute(titles).fetchall())[3] == [
        ("call today",)
    ]


def test_she_takes_it_back_where_that_it_goes_is_not_heard_of(team) -> None:
    team.records(team.one)
    team.assigns(team.two)
    team.takes_back(team.one)

    team.carry()

    assert team.who_holds() == [team.one]


def test_it_goes_although_it_had_been_home_and_out_when_that_was_said(team) -> None:
    """Its home said so once more for others, and then nobody else had said it."""
    team.records(team.one)
    team.takes_back(team.one)
    with office_at(team.one) as office:
        team.first.agrees(team.code, office=office)
    team.assigns(team.two)

    team.carry()

    assert team.who_holds() == [team.first, team.other, team.two]


def test_what_is_summed_up_lets_go_of_nothing_of_which_nobody_knows_yet_whose_it_is(team) -> None:
    """What made it came later; what somebody had said of it was in the log, and stood nowhere."""
    team.records(team.one)
    to_do_at(team.other, team.case, TASK)
    team.first.takes(team.other.writes())
    with at(team.first) as store:
        retitled(store, TASK, "call today")
    stick = team.first.writes()
    team.takes_back(team.one)
    team.first.takes(team.one.writes())

    team.one.takes(stick)
    team.one.takes(summed_up(team.first.post))
    team.one.takes(team.other.writes())

    with team.one.store() as store:
        assert store.examine().faults == ()
        titles = "select title from task where kind = 'own'"
        assert store.connection.execute(titles).fetchall() == [("call today",)]


def test_what_is_summed_up_tells_that_a_case_left_whatever_else_names_that(team) -> None:
    """What was written late goes home by a word that names what took its case there."""
    team.records(team.one)
    to_do_at(team.other, team.case, TASK)
    team.carry()
    team.takes_back(team.one)
    team.carry()
    left = [*stands(team.first.store, team.case, PLACE), *stands(team.first.store, TASK, PLACE)]
    hers = caseload_of(team.first.post.membership.roster.org, team.one.user)
    again = Forger(team.one, hers).says((Kind.MOVE, TASK, "task", None, None, left))
    assert team.first.post.take([again]).refused == {}

    with team.first.store.connection as connection:
        ends = Summing(connection.cursor(), hers, team.clock().date().isoformat()).ends()

    assert {one.id for one in ends if one.entity == team.case and one.kind is Kind.MOVE} == {
        left[0]
    }


def test_she_takes_it_back_while_it_goes(team) -> None:
    team.records(team.one)
    team.assigns(team.two)
    team.takes_back(team.other, is_hers=False)

    team.carry()

    assert len(team.who_holds()) == 1


def test_where_the_laptop_of_its_worker_is_lost_it_is_at_home_with_who_looks_after_it(team) -> None:
    team.records(team.one)
    team.assigns(team.two)
    team.carry()
    team.first.post.membership.revoke(team.two.unlocked().store_id)
    team.gone = (team.two,)
    team.carry()
    assert team.who_holds() == [team.first, team.other]

    team.takes_back(team.other, is_hers=False)
    team.carry()

    assert team.who_holds() == [team.first]


def test_what_is_kept_on_one_laptop_only_goes_to_no_other(team) -> None:
    team.code = team.first.case()
    office = team.first.office(team.first.template.supervisor)

    with pytest.raises(CaseloadRefused, match="colleague_elsewhere"):
        office.caseload.assign(team.code, team.one.user.hex())
    assert team.one.user.hex() not in {
        one.id for one in office.caseload.team_of(team.code).colleagues
    }


def test_whoever_does_not_see_a_case_at_another_laptop_does_not_work_along(team) -> None:
    team.records(team.one)

    with team.one.office() as office:
        with pytest.raises(CaseloadRefused, match="colleague_apart"):
            office.caseload.share(team.code, team.two.user.hex())
        with pytest.raises(CaseloadRefused, match="colleague_apart"):
            office.caseload.offer(team.code, team.two.user.hex())


def test_whoever_says_yes_to_an_offer_at_another_laptop_has_it_at_home(team) -> None:
    team.records(team.one)
    with team.one.office() as office:
        office.caseload.offer(team.code, team.other.user.hex())
    team.carry()
    with team.other.office() as office:
        (offer,) = office.caseload.offers()
        office.caseload.accept(offer.id)
    team.carry()
    assert team.who_holds() == [team.first, team.other]

    team.takes_back(team.other)
    team.carry()

    assert team.who_holds() == [team.other]


def test_what_nobody_may_have_elsewhere_is_handed_over_to_nobody_there(team) -> None:
    office = team.first.office(team.first.template.supervisor)
    code = team.first.case()
    team.records(team.first)
    mine, one = team.first.template.supervisor, team.one.user.hex()

    assert office.caseload.hand_over(mine.id, one).reason == "1"
    with pytest.raises(CaseloadRefused, match="colleague_elsewhere"):
        office.caseload.hand_over(mine.id, one)

    team.carry()
    assert team.who_holds() == [team.first, team.other, team.one]
    assert code in codes(team.first.store)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_whoever_should_have_it_has_it(team, seed) -> None:
    story = Story(team, seed)

    story.goes_on(60)

    must_end_well(story)
