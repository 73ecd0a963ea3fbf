"""Words that are on no record yet are each worker's own, and go with their case."""

from __future__ import annotations

from casework.keeping.erasure import Basis
from casework.records.unfinished import Spot, Unfinished
from casework.team.wall import Nearness
from casework.team.worker import Role
from db.answers.unfinished import SqlUnfinished

WORDS = Unfinished({"title": "EXUNFINISHED call \u0623\u062e\u062a", "hour": "9"}, "hour")
ROWS = "select count(*) from unfinished"


def words_of(desks, worker=None):
    worker = worker or desks.template.caseworker
    return SqlUnfinished(desks.store.connection, worker.id)


def kept(desks):
    return desks.store.connection.execute(ROWS).fetchone()[0]


def test_what_was_kept_comes_back_for_whoever_typed_it(desks) -> None:
    spot = Spot("task", desks.visit())
    own, colleague = words_of(desks), words_of(desks, desks.template.supervisor)
    assert own.of(spot) is None
    own.keep(spot, Unfinished({"title": "before"}))
    own.keep(spot, WORDS)
    assert own.of(spot) == WORDS
    assert colleague.of(spot) is None
    assert colleague.open_in(spot.case) == []
    colleague.let_go(spot)
    assert own.of(spot) == WORDS
    own.let_go(spot)
    own.let_go(spot)
    assert (own.of(spot), kept(desks)) == (None, 0)


def test_only_what_was_left_open_is_named_and_only_where_it_is(desks) -> None:
    case, own = desks.visit(), words_of(desks)
    own.keep(Spot("task"), WORDS)
    own.keep(Spot("need", case, "ab"), WORDS)
    own.keep(Spot("answer", case, "ab"), Unfinished({"words": "EX"}, is_open=False))
    assert own.open_in(case) == [Spot("need", case, "ab")]
    assert own.open_in("") == [Spot("task")]


def test_an_erasure_takes_the_words_about_a_case_wherever_they_were_typed(desks) -> None:
    case, other, own = desks.visit(), desks.visit(), words_of(desks)
    own.keep(Spot("need", case), WORDS)
    # Typed on Today, as people type a code.
    own.keep(Spot("task"), WORDS, case.lower().replace("-", " "))
    own.keep(Spot("need", other), WORDS)
    erase(desks, case)
    assert (own.of(Spot("need", case)), own.of(Spot("task"))) == (None, None)
    assert own.of(Spot("need", other)) == WORDS
    # What a page still hands over of it comes too late.
    own.keep(Spot("need", case), WORDS)
    assert kept(desks) == 1


def erase(desks, case):
    desks.office().erasures.request(case, Basis.HER_WISH, in_danger=True)
    desks.office().erasures.carry_out(case)


def test_words_that_name_several_cases_go_with_any_of_them(desks) -> None:
    case, other, third, own = desks.visit(), desks.visit(), desks.visit(), words_of(desks)
    typed = other.lower().replace("-", " ")
    own.keep(Spot("breach"), Unfinished({"cases": f"{case}, {typed}"}), case)
    own.keep(Spot("breach", "", "ab"), Unfinished({"cases": third}), third)
    erase(desks, other)
    assert own.of(Spot("breach")) is None
    assert own.of(Spot("breach", "", "ab")) == Unfinished({"cases": third})


def test_a_wall_stands_around_what_was_typed_before_it(desks) -> None:
    case, clerk = desks.visit(), desks.template.supervisor
    own = words_of(desks, clerk)
    own.keep(Spot("need", case), WORDS)
    own.keep(Spot("task"), WORDS, case)
    desks.office().walls.keep_from(case, clerk.id, Nearness.RELATIVE)
    assert (own.of(Spot("need", case)), own.of(Spot("task"))) == (None, None)
    assert own.open_in(case) == own.open_in("") == []


def test_whoever_works_here_no_more_leaves_no_words(desks) -> None:
    office = desks.office(desks.template.supervisor)
    office.people.add(gone := "07" * 16, "Worker 7", Role.CASEWORKER, bytes(32))
    SqlUnfinished(desks.store.connection, gone).keep(Spot("task"), WORDS)
    words_of(desks).keep(Spot("task"), WORDS)
    office.people.left(gone)
    assert kept(desks) == 1


def test_of_a_case_that_nobody_knows_nothing_is_kept(desks) -> None:
    own = words_of(desks)
    own.keep(Spot("need", "AAAA-AAAA"), WORDS)
    assert kept(desks) == 0
    own.keep(Spot("task"), WORDS, "AAAA-AAAA")
    assert own.of(Spot("task")) == WORDS


def test_a_closed_workbook_keeps_nothing_and_has_nothing(desks) -> None:
    own = words_of(desks)
    desks.close()
    own.keep(Spot("task"), WORDS)
    assert own.of(Spot("task")) is None


def test_its_words_stand_in_no_repr() -> None:
    assert "EXUNFINISHED" not in repr(WORDS)
