"""What somebody took back after a backup is not agreed to again by bringing that backup back."""

from __future__ import annotations

import pytest
from agreeing import CLINIC, agree_for, issued
from returning import office, opened, restored

from casework.consent.grant import GrantState, Pause, Purpose
from casework.consent.narrowing import Less
from casework.keeping import after_return
from casework.persons.pair import PairAnswer

pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def case(desks, tmp_path):
    """A person who agrees to one clinic, and a backup of that day."""
    case = desks.visit()
    agree_for(desks, case, "survivor")
    desks.workbook.back_up(tmp_path / "one.backup")
    return case


def withdraw(desks, case):
    desks.office().grants.withdraw(case, Purpose.REFERRAL)


def narrow(desks, case):
    desks.office().grants.narrow(case, Purpose.REFERRAL, CLINIC, Less(frozenset({"demographic"})))


def refuse(desks, case):
    agree_for(desks, case, "survivor", case_service="refused", grants=[])


def suspend(desks, case):
    desks.office().suspensions.suspend(case, Pause.CAPACITY_DOUBT)


def hers(desks, workbook):
    """The restored workbook as the worker of the case sees it."""
    return office(desks, workbook, desks.template.caseworker)


def states(desks, workbook, case):
    return {one.state for one in hers(desks, workbook).grants.of(case)}


@pytest.mark.parametrize("takes_back", [withdraw, narrow, refuse, suspend])
def test_a_yes_of_before_is_not_relied_on(desks, case, tmp_path, takes_back) -> None:
    other = desks.visit()
    agree_for(desks, other, "survivor")
    desks.workbook.back_up(tmp_path / "one.backup")
    takes_back(desks, case)
    with restored(desks, tmp_path) as workbook:
        assert workbook.notices == ["taken_back_since"]
        assert states(desks, workbook, case) == {GrantState.SUSPENDED}
        assert Pause.RESTORED in hers(desks, workbook).grants.sheet(case).pauses
        # What nobody took anything back from stays as it was.
        assert states(desks, workbook, other) == {GrantState.ACTIVE}
        assert workbook.check().faults == ()
    with opened(desks, tmp_path) as again:
        assert again.notices == []
        assert len(hers(desks, again).grants.sheet(case).pauses) == 1


def test_it_is_lifted_once_it_was_talked_about(desks, case, tmp_path) -> None:
    withdraw(desks, case)
    with restored(desks, tmp_path) as workbook:
        hers(desks, workbook).suspensions.lift(case, Pause.RESTORED)
        assert states(desks, workbook, case) == {GrantState.ACTIVE}


def test_a_suspension_lifted_since_does_not_come_back(desks, case, tmp_path) -> None:
    suspend(desks, case)
    desks.office().suspensions.lift(case, Pause.CAPACITY_DOUBT)
    with restored(desks, tmp_path) as workbook:
        assert workbook.notices == []
        assert states(desks, workbook, case) == {GrantState.ACTIVE}


def test_a_backup_that_knows_of_it_is_believed(desks, case, tmp_path) -> None:
    """She took it back and agreed anew, and then the backup was made."""
    withdraw(desks, case)
    agree_for(desks, case, "survivor")
    desks.workbook.back_up(tmp_path / "one.backup")
    with restored(desks, tmp_path) as workbook:
        assert workbook.notices == []
        assert GrantState.ACTIVE in states(desks, workbook, case)


def test_what_she_said_in_another_case_of_hers_counts_here_too(desks, case, tmp_path) -> None:
    """The other case holds nothing that she ever agreed to, only what she took back."""
    other = desks.visit()
    desks.office().likeness.say(case, other, PairAnswer.SAME)
    desks.workbook.back_up(tmp_path / "one.backup")
    withdraw(desks, other)
    with restored(desks, tmp_path) as workbook:
        assert states(desks, workbook, case) == {GrantState.SUSPENDED}


def test_what_she_took_back_counts_once_two_cases_are_put_together(desks, case, tmp_path) -> None:
    other = desks.visit()
    desks.workbook.back_up(tmp_path / "one.backup")
    withdraw(desks, other)
    with restored(desks, tmp_path) as workbook:
        assert states(desks, workbook, case) == {GrantState.ACTIVE}
        hers(desks, workbook).likeness.say(case, other, PairAnswer.SAME)
        assert states(desks, workbook, case) == {GrantState.SUSPENDED}


def test_a_yes_given_while_an_older_return_is_not_settled_is_not_relied_on(
    desks, case, tmp_path
) -> None:
    desks.office().suspensions.suspend(case, Pause.RESTORED)
    desks.clock.pass_days(1)
    agree_for(desks, case, "survivor")
    desks.workbook.back_up(tmp_path / "one.backup")
    withdraw(desks, case)
    with restored(desks, tmp_path) as workbook:
        assert states(desks, workbook, case) == {GrantState.SUSPENDED}


def test_a_cut_in_the_middle_loses_no_stop(desks, case, tmp_path, monkeypatch) -> None:
    withdraw(desks, case)

    def cut(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(after_return, "_suspend", cut)
        with pytest.raises(KeyboardInterrupt), restored(desks, tmp_path):
            pass
    with opened(desks, tmp_path) as again:
        assert states(desks, again, case) == {GrantState.SUSPENDED}


def test_it_is_told_although_no_list_can_be_written(desks, case, monkeypatch) -> None:
    def full(*_):
        raise OSError(28, "full")

    monkeypatch.setattr("db.media.gone.write_atomically", full)
    withdraw(desks, case)
    assert GrantState.WITHDRAWN in {one.state for one in desks.office().grants.of(case)}
    assert issued(desks, case) != 1
