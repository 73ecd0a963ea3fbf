"""The log of breaches: written down by anybody, seen to and closed by one, and naming no case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.keeping.erasure import Basis
from casework.registers.breach import BreachRefused, BreachState, Happened, Taken
from casework.tasks.task import TaskKind
from casework.team.seat import NotFound
from casework.team.wall import Nearness
from casework.team.worker import NotPermitted, Role, Worker
from ledger.ops import Kind, decode

WORDS, GOT = "CANARY-HAPPENED in the bus", "CANARY-GOT whoever found it"
STEWARD = Worker("05" * 16, Role.DATA_STEWARD, "Colleague")
VIEWER = Worker("06" * 16, Role.VIEWER, "Colleague")


def happened(desks, *cases, **changes):
    day = desks.clock.moment.date()
    return replace(Happened(day, "paper_gone", WORDS, GOT, cases), **changes)


def note(desks, *cases, worker=None, **changes):
    return desks.office(worker).breaches.note(happened(desks, *cases, **changes)).subject_id


def log(desks):
    return desks.office(desks.template.supervisor).breaches


def take(desks, breach, *, told=True, **changes):
    done = Taken(desks.clock.moment.date(), "CANARY-TAKEN told them by telephone", told=told)
    return log(desks).take(breach, replace(done, **changes)).reason


def refused(code):
    return pytest.raises(BreachRefused, match=f"^{code}$")


@pytest.fixture
def case(desks):
    return desks.visit()


def test_a_caseworker_writes_it_down_and_a_supervisor_sees_to_it(desks, case) -> None:
    breach = note(desks, case)
    (line,) = log(desks).all()
    assert (line.breach.words, line.breach.recipients, line.cases) == (WORDS, GOT, (case,))
    assert (line.breach.state, line.noted_by) == (BreachState.OPEN, desks.template.caseworker.name)
    for ask in (desks.office().breaches.close, desks.office().breaches.reopen):
        with pytest.raises(NotPermitted):
            ask(breach)
    take(desks, breach)
    log(desks).close(breach)
    (line,) = log(desks).all()
    assert (line.breach.state, line.closed_by) == (
        BreachState.CLOSED,
        desks.template.supervisor.name,
    )
    assert [(one.told, one.by) for one in line.taken] == [(True, desks.template.supervisor.name)]
    assert "CANARY" not in repr(line)


@pytest.mark.parametrize("worker", [STEWARD, VIEWER])
def test_whoever_reads_figures_alone_reads_nothing_of_it_and_writes_nothing(desks, worker) -> None:
    note(desks)
    desk = desks.office(worker).breaches
    for ask in (desk.all, lambda: desk.note(happened(desks))):
        with pytest.raises(NotPermitted):
            ask()


def test_a_colleague_reads_what_she_wrote_down_herself(desks) -> None:
    colleague = desks.template.colleague
    note(desks)
    mine = note(desks, worker=colleague)
    assert [one.breach.id for one in desks.office(colleague).breaches.all()] == [mine]
    assert len(log(desks).all()) == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"words": " "}, "breach_words"),
        ({"words": "\ud800"}, "signs_not_kept"),
        ({"recipients": "\0"}, "signs_not_kept"),
        ({"recipients": "a" * 2_001}, "breach_long"),
    ],
)
def test_what_is_written_down_says_what_happened(desks, changes, code) -> None:
    with refused(code):
        note(desks, **changes)


def test_nothing_was_noticed_tomorrow_or_is_of_no_kind_or_about_no_case(desks) -> None:
    with refused("breach_day"):
        note(desks, noticed_on=desks.clock.moment.date() + timedelta(days=1))
    with pytest.raises(NotFound, match=r"^unknown_choice$"):
        note(desks, kind="nothing")
    with pytest.raises(NotFound, match=r"^case_not_found$"):
        note(desks, desks.visit(), worker=desks.template.colleague)
    assert log(desks).all() == []


def test_it_is_closed_once_something_was_done_and_the_people_know_or_it_says_why_not(desks) -> None:
    breach = note(desks)
    with refused("breach_nothing_taken"):
        log(desks).close(breach, "CANARY-WHY")
    silent = take(desks, breach, told=False)
    with refused("breach_untold"):
        log(desks).close(breach, " ")
    log(desks).close(breach, "CANARY-WHY nobody could read it")
    assert log(desks).all()[0].breach.untold_why.startswith("CANARY-WHY")
    with pytest.raises(BreachRefused, match=r"^breach_is_open$"):
        log(desks).reopen(note(desks))
    log(desks).reopen(breach)
    log(desks).untake(breach, silent)
    with pytest.raises(NotFound, match=r"^breach_taken_not_found$"):
        log(desks).untake(breach, silent)
    take(desks, breach)
    log(desks).close(breach)


def test_what_is_closed_is_opened_again_before_anything_done_is_written_down(desks) -> None:
    breach = note(desks)
    done = take(desks, breach)
    log(desks).close(breach)
    with refused("breach_is_closed"):
        take(desks, breach)
    with refused("breach_is_closed"):
        log(desks).untake(breach, done)
    log(desks).reopen(breach)
    log(desks).untake(breach, done)
    assert log(desks).all()[0].taken == ()


@pytest.mark.parametrize("nothing", ["\u200b", "\u202e \u2066", "\u00ad"])
def test_signs_that_nobody_sees_say_nothing(desks, nothing) -> None:
    with refused("breach_words"):
        note(desks, words=nothing)
    breach = note(desks)
    with refused("breach_taken_words"):
        take(desks, breach, words=nothing)
    take(desks, breach, told=False)
    with refused("breach_untold"):
        log(desks).close(breach, nothing)


def test_it_was_not_noticed_after_something_was_done_about_it(desks) -> None:
    noticed = desks.clock.moment.date()
    breach = note(desks)
    take(desks, breach)
    desks.clock.moment += timedelta(days=2)
    with refused("breach_done_before"):
        log(desks).correct(breach, happened(desks))
    log(desks).correct(breach, happened(desks, noticed_on=noticed, words="CANARY-BETTER"))
    assert log(desks).all()[0].breach.noticed_on == noticed


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"words": "\ud800"}, "signs_not_kept"),
        ({"words": ""}, "breach_taken_words"),
        ({"words": "a" * 2_001}, "breach_long"),
    ],
)
def test_what_was_done_is_said(desks, changes, code) -> None:
    breach = note(desks)
    with refused(code):
        take(desks, breach, **changes)


@pytest.mark.parametrize("days", [-1, 1])
def test_nothing_was_done_before_it_was_noticed_nor_tomorrow(desks, days) -> None:
    breach = note(desks)
    with refused("breach_taken_day"):
        take(desks, breach, on=desks.clock.moment.date() + timedelta(days=days))


def test_whom_it_is_about_is_corrected_and_stands_in_each_history(desks, case) -> None:
    other = desks.visit()
    breach = note(desks, case)
    desks.office().breaches.correct(breach, happened(desks, other, words="CANARY-BETTER"))
    (line,) = log(desks).all()
    assert (line.breach.words, line.cases) == ("CANARY-BETTER", (other,))
    acts = [one.act for one in desks.office().history.of(case) if one.act.startswith("breach")]
    assert sorted(acts) == ["breach_about", "breach_not_about"]
    assert [one.words for one in line.wordings] == [WORDS, "CANARY-BETTER"]
    made = "select value from op where entity = ? and kind = ?"
    asked = (bytes.fromhex(breach), int(Kind.CREATE))
    ((value,),) = desks.store.connection.execute(made, asked).fetchall()
    assert decode(value)["words"] == WORDS
    take(desks, breach)
    log(desks).close(breach)
    with pytest.raises(NotPermitted):
        desks.office().breaches.correct(breach, happened(desks))


def test_behind_a_wall_no_case_is_named_and_correcting_leaves_it_be(desks, case) -> None:
    supervisor = desks.template.supervisor
    breach = note(desks, case)
    desks.office().walls.keep_from(case, supervisor.id, Nearness.RELATIVE)
    (line,) = log(desks).all()
    assert line.cases == ()
    log(desks).correct(breach, happened(desks))
    assert desks.office().breaches.all()[0].cases == (case,)


def test_an_open_breach_is_something_to_do_for_whoever_looks_after_the_team(desks) -> None:
    def told(worker):
        view = desks.office(worker).tasks.today()
        return [one.kind for one in view.today].count(TaskKind.BREACH)

    breach = note(desks)
    assert (told(desks.template.supervisor), told(desks.template.caseworker)) == (1, 0)
    take(desks, breach)
    log(desks).close(breach)
    assert told(desks.template.supervisor) == 0


def test_an_erased_case_is_named_no_more_and_the_line_stays(desks, case) -> None:
    breach = note(desks, case)
    desks.office().erasures.request(case, Basis.HER_WISH, in_danger=True)
    supervisor = desks.office(desks.template.supervisor)
    supervisor.erasures.agree(case)
    supervisor.erasures.carry_out(case)
    (line,) = log(desks).all()
    assert (line.breach.id, line.breach.words, line.cases) == (breach, WORDS, ())
    rows = desks.store.connection.execute("select * from breach_case").fetchall()
    assert rows == []
    assert desks.workbook.check().faults == ()


def test_no_stream_of_the_office_says_which_case_it_is_about(desks, case) -> None:
    note(desks, case)
    kinds = (
        'select o."table", s.kind from op as o join lane as l on l.id = o.lane'
        " join stream as s on s.id = l.stream where o.\"table\" like 'breach%'"
        " group by 1, 2 order by 1"
    )
    found = desks.store.connection.execute(kinds).fetchall()
    assert found == [("breach", "config"), ("breach_case", "caseload")]
