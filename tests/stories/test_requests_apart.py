"""Requests from outside at several laptops: the line goes to all, its words only with the case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from known_case import CLINIC
from laptops import First, Laptop, carry, erase_together
from make import Clock

from casework.referrals.letters import Order
from casework.registers.outside_request import Answer, Asked, Given
from casework.team.supervision import Why
from casework.team.worker import Role

WORDS = "CANARY-ASKED for the whole file"


@pytest.fixture
def first(template, tmp_path):
    made = First(template, tmp_path / "first", Clock())
    yield made
    made.close()


def notes(first, office, case="", words=WORDS):
    on = first.clock.moment.date()
    asked = Asked(on, "police", words, "CANARY-WHO", in_writing=True, case_code=case)
    return office.requests.note(asked).subject_id


def lines(laptop):
    with laptop.office() as office:
        return {one.request.id: one for one in office.requests.all()}


def test_a_request_of_no_case_is_answered_at_another_laptop_and_all_know(template, tmp_path, first):
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    third = Laptop(first, tmp_path / "third", "Caseworker 9")
    carry(first, second, third)
    with third.office() as office:
        request = notes(first, office, words="How many were helped")
    carry(first, second, third)
    with second.office() as office:
        (line,) = office.requests.all()
        assert (line.request.words, line.noted_by) == ("How many were helped", "Caseworker 9")
        office.requests.answer(request, Given(Answer.FIGURES))
    carry(first, second, third)
    (here,) = first.office(template.supervisor).requests.all()
    assert (here.request.answer, here.answered_by) == (Answer.FIGURES, "Supervisor 8")
    assert lines(third)[request].request.answer is Answer.FIGURES


def test_what_was_asked_of_a_case_goes_where_she_agreed_and_is_erased_there_too(
    template, tmp_path, first
):
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    here, code = first.office(template.supervisor), first.case()
    carry(first, second)
    request = notes(first, here, code)
    carry(first, second)
    assert not second.finds("CANARY")
    line = lines(second)[request]
    assert (line.request.answer, line.case_code, line.request.words) == (Answer.OPEN, "", "")

    first.agrees(code)
    carry(first, second)
    with second.office() as office:
        (line,) = office.requests.all()
        assert (line.case_code, line.masked, line.request.words) == (code, True, "")
        office.glass.open(code, Why.DANGER)
        (line,) = office.requests.all()
        assert line.request.words == WORDS
        office.requests.answer(request, Given(Answer.REFUSED))
    carry(first, second)
    assert here.requests.all()[0].request.answer is Answer.REFUSED

    erase_together(first, second, here, code)
    (kept,) = lines(second).values()
    assert (kept.request.answer, kept.case_code, kept.request.words) == (Answer.REFUSED, "", "")
    assert not second.finds("CANARY")


def test_a_laptop_of_figures_alone_never_hears_that_anybody_asked(template, tmp_path, first):
    third = Laptop(first, tmp_path / "figures", "Viewer 7", Role.VIEWER)
    notes(first, first.office(template.supervisor))
    carry(first, third)
    with third.store() as store:
        assert store.connection.execute("select * from outside_request").fetchall() == []
    assert not third.finds("CANARY")


def test_two_answers_are_both_kept_and_what_went_out_is_shown_until_one_decides(
    template, tmp_path, first
):
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    here = first.office(template.supervisor)
    request = notes(first, here, words="How many were helped")
    carry(first, second)
    here.requests.answer(request, Given(Answer.FIGURES))
    with second.office() as office:
        office.requests.answer(request, Given(Answer.REFUSED))
    carry(first, second)
    assert here.requests.all()[0].request.answer is Answer.FIGURES
    (line,) = here.conflicts.all("en")
    assert (line.table, line.name) == ("outside_request", "answer")
    (both,) = here.conflicts.of("", "en")
    said = [head.value for head in both.heads]
    assert sorted(said) == ["figures", "refused"]
    here.conflicts.take("", line.id, said.index("refused") + 1)
    carry(first, second)
    assert lines(second)[request].request.answer is Answer.REFUSED
    assert here.conflicts.all("en") == []


@pytest.fixture
def apart(template, tmp_path, first):
    """Return the first laptop, a second one, a case that both see as it is, and its letter."""
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    code = first.case()
    carry(first, second)
    first.agrees(code)
    told = {"categories": ["demographic", "contact", "needs"], "items": ["name_used"]}
    first.agrees(code, purpose="referral", **told)
    here = first.office(template.supervisor)
    number = here.letters.issue(Order(code, CLINIC)).number
    carry(first, second)
    with second.office() as office:
        office.glass.open(code, Why.DANGER)
    return here, second, code, number


def answered(line):
    request = line.request
    return (request.answer, request.order_no, request.letter, line.answered_by, at(request))


def at(request):
    return request.answered_at.strftime("%H:%M")


@pytest.mark.parametrize("taken", ["released", "refused"])
def test_who_released_is_not_taken_for_whoever_refused_later(template, first, apart, taken) -> None:
    here, second, code, number = apart
    request = notes(first, here, code)
    carry(first, second)
    first.clock.moment += timedelta(minutes=5)
    released = (Answer.RELEASED, "EX 1", number, template.supervisor.name, "09:05")
    here.requests.answer(request, Given(Answer.RELEASED, "EX 1", number))
    first.clock.moment += timedelta(minutes=5)
    refused = (Answer.REFUSED, "", "", "Supervisor 8", "09:10")
    with second.office() as office:
        office.requests.answer(request, Given(Answer.REFUSED))
    carry(first, second)
    (line,) = here.requests.all()
    assert answered(line) == answered(lines(second)[request]) == released
    first.clock.moment += timedelta(minutes=5)
    (both,) = here.conflicts.of("", "en")
    said = [head.value for head in both.heads]
    here.conflicts.take("", both.line.id, said.index(taken) + 1)
    carry(first, second)
    wanted = released if taken == "released" else refused
    (line,) = here.requests.all()
    assert answered(line) == answered(lines(second)[request]) == wanted
    assert here.conflicts.all("en") == []
    with second.office() as office:
        assert office.conflicts.all("en") == []


def test_of_two_releases_the_order_that_is_taken_says_who_gave_it(template, first, apart) -> None:
    here, second, code, number = apart
    request = notes(first, here, code)
    carry(first, second)
    here.requests.answer(request, Given(Answer.RELEASED, "EX 1", number))
    first.clock.moment += timedelta(minutes=5)
    with second.office() as office:
        office.requests.answer(request, Given(Answer.RELEASED, "EX 2", number))
    carry(first, second)
    (both,) = here.conflicts.of("", "en")
    said = [head.value for head in both.heads]
    here.conflicts.take("", both.line.id, said.index("EX 1") + 1)
    carry(first, second)
    line = lines(second)[request]
    assert answered(line)[1:4] == ("EX 1", number, template.supervisor.name)
    assert here.conflicts.all("en") == []


def test_correcting_what_was_asked_decides_nothing_about_two_answers(template, first, apart):
    here, second, _code, _number = apart
    request = notes(first, here, words="How many were helped")
    carry(first, second)
    here.requests.answer(request, Given(Answer.FIGURES))
    with second.office() as office:
        office.requests.answer(request, Given(Answer.REFUSED))
    carry(first, second)
    asked = Asked(first.clock.moment.date(), "donor", "How many were helped")
    here.requests.correct(request, asked)
    (line,) = here.requests.all()
    assert (line.request.asker, line.request.answer) == ("donor", Answer.FIGURES)
    assert line.answered_by == template.supervisor.name
    assert len(here.conflicts.all("en")) == 1


def test_what_was_released_is_not_said_to_be_asked_aloud_by_who_knew_nothing(first, apart) -> None:
    here, second, code, number = apart
    request = notes(first, here, code)
    carry(first, second)
    here.requests.answer(request, Given(Answer.RELEASED, "EX 1", number))
    with second.office() as office:
        day = first.clock.moment.date()
        office.requests.correct(request, Asked(day, "police", WORDS, in_writing=False))
    carry(first, second)
    line = lines(second)[request]
    assert (line.request.answer, line.request.in_writing) == (Answer.RELEASED, True)
    assert [one.in_writing for one in line.wordings] == [True, False]
    assert here.conflicts.all("en") == []
