"""Who asked for data from outside: written down by anybody, answered by one, let out by none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from known_case import CLINIC

from casework.keeping.erasure import Basis
from casework.referrals.letters import Order
from casework.registers.outside_request import Answer, Asked, Given, RequestRefused
from casework.tasks.task import TaskKind
from casework.team.seat import NotFound
from casework.team.wall import Nearness
from casework.team.worker import NotPermitted, Role, Worker
from ledger.ops import decode

WORDS, WHO = "CANARY-ASKED for all that is on file", "CANARY-WHO of the station"
ORDER = "EX 12/2025"
STEWARD, VIEWER = (
    Worker(sign * 16, role, "Colleague")
    for sign, role in (("05", Role.DATA_STEWARD), ("06", Role.VIEWER))
)
SAID = "select value from op where field = ? order by hlc"


def asked(desks, **changes):
    plain = Asked(desks.clock.moment.date(), "police", WORDS, WHO, in_writing=True)
    return replace(plain, **changes)


def note(desks, worker=None, **changes):
    return desks.office(worker).requests.note(asked(desks, **changes)).subject_id


def lines(desks, worker=None):
    return desks.office(worker or desks.template.supervisor).requests.all()


def answer(desks, request, given):
    return desks.office(desks.template.supervisor).requests.answer(request, given)


def refused(code):
    return pytest.raises(RequestRefused, match=f"^{code}$")


def told(desks):
    """Return a case of which a letter went out, and the number of that letter."""
    case = desks.visit()
    desks.agree(case)
    number = desks.office().letters.issue(Order(case, CLINIC)).number
    desks.step_in(case)
    return case, number


@pytest.fixture
def case(desks):
    return desks.visit()


def test_a_caseworker_writes_it_down_and_a_supervisor_answers(desks) -> None:
    request = note(desks)
    (line,) = lines(desks)
    assert (line.request.who, line.request.words) == (WHO, WORDS)
    assert (line.request.answer, line.noted_by) == (Answer.OPEN, desks.template.caseworker.name)
    with pytest.raises(NotPermitted):
        desks.office().requests.answer(request, Given(Answer.REFUSED))
    answer(desks, request, Given(Answer.REFUSED))
    (line,) = lines(desks)
    assert line.request.answer is Answer.REFUSED
    assert line.request.answered_at.date() == desks.clock.moment.date()
    assert line.answered_by == desks.template.supervisor.name
    assert "CANARY" not in repr(line)


@pytest.mark.parametrize("worker", [STEWARD, VIEWER])
def test_whoever_reads_figures_alone_reads_nothing_of_it_and_writes_nothing(desks, worker) -> None:
    note(desks)
    desk = desks.office(worker).requests
    for ask in (desk.all, lambda: desk.note(asked(desks))):
        with pytest.raises(NotPermitted):
            ask()


def test_a_colleague_reads_what_she_wrote_and_what_is_about_her_cases(desks, case) -> None:
    colleague = desks.template.colleague
    note(desks), note(desks, desks.template.supervisor, case_code=case)
    assert len(lines(desks)) == 2
    assert len(lines(desks, desks.template.caseworker)) == 2
    assert lines(desks, colleague) == []
    mine = note(desks, colleague)
    assert [one.request.id for one in lines(desks, colleague)] == [mine]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"words": "  "}, "request_words"),
        ({"words": "\u200b\u202e"}, "request_words"),
        ({"words": "for \0 all"}, "signs_not_kept"),
        ({"words": "for \ud800 all"}, "signs_not_kept"),
        ({"who": "\ud800"}, "signs_not_kept"),
        ({"words": "a" * 2_001}, "request_long"),
        ({"who": "a" * 201}, "request_long"),
    ],
)
def test_what_is_written_down_says_what_was_asked(desks, changes, code) -> None:
    with refused(code):
        note(desks, **changes)
    assert lines(desks) == []


def test_nobody_asked_tomorrow_or_is_of_no_kind(desks) -> None:
    with refused("request_day"):
        note(desks, on=desks.clock.moment.date() + timedelta(days=1))
    with pytest.raises(NotFound, match=r"^unknown_choice$"):
        note(desks, asker="nobody")
    with pytest.raises(NotFound, match=r"^case_not_found$"):
        note(desks, desks.template.colleague, case_code=desks.visit())


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Given(Answer.OPEN), "request_answer"),
        (Given(Answer.RELEASED), "request_order"),
        (Given(Answer.RELEASED, " "), "request_order"),
        (Given(Answer.RELEASED, "\u2066\u2069"), "request_order"),
        (Given(Answer.RELEASED, "EX \ud800"), "signs_not_kept"),
        (Given(Answer.RELEASED, "1" * 101), "request_order_long"),
        (Given(Answer.RELEASED, ORDER), "request_no_letter"),
        (Given(Answer.RELEASED, ORDER, "0000000"), "request_no_letter"),
    ],
)
def test_nothing_is_said_to_be_released_without_an_order_and_the_letter(desks, given, code) -> None:
    case, _number = told(desks)
    request = note(desks, case_code=case)
    with refused(code):
        answer(desks, request, given)
    assert lines(desks)[0].request.answer is Answer.OPEN


def test_what_was_released_names_the_order_and_the_letter_that_left_its_case(desks) -> None:
    case, number = told(desks)
    request = note(desks, case_code=case)
    desk = desks.office(desks.template.supervisor).requests
    assert [(one.number, one.to) for one in desk.letters(request)] == [(number, CLINIC)]
    answer(desks, request, Given(Answer.RELEASED, ORDER, number))
    (line,) = lines(desks)
    assert (line.request.order_no, line.request.letter) == (ORDER, number)
    answer(desks, request, Given(Answer.FIGURES, ORDER, number))
    (line,) = lines(desks)
    assert (line.request.order_no, line.request.letter) == ("", "")


def test_the_letter_of_another_case_released_nothing_of_this_one(desks, case) -> None:
    _other, number = told(desks)
    desks.step_in(case)
    request = note(desks, case_code=case)
    with refused("request_no_letter"):
        answer(desks, request, Given(Answer.RELEASED, ORDER, number))


def test_a_letter_that_left_before_anybody_asked_released_nothing(desks) -> None:
    case, number = told(desks)
    desks.clock.moment += timedelta(days=1)
    desks.step_in(case)
    request = note(desks, case_code=case)
    assert desks.office(desks.template.supervisor).requests.letters(request) == []
    with refused("request_no_letter"):
        answer(desks, request, Given(Answer.RELEASED, ORDER, number))


def test_nothing_is_released_without_a_paper_or_about_nobody(desks) -> None:
    case, number = told(desks)
    aloud = note(desks, case_code=case, in_writing=False)
    with refused("request_not_written"):
        answer(desks, aloud, Given(Answer.RELEASED, ORDER, number))
    with refused("request_no_case"):
        answer(desks, note(desks), Given(Answer.RELEASED, ORDER, number))


def test_the_register_opens_no_way_out(desks) -> None:
    case, number = told(desks)
    before = desks.store.connection.execute("select count(*) from letter").fetchone()
    answer(desks, note(desks, case_code=case), Given(Answer.RELEASED, ORDER, number))
    assert desks.store.connection.execute("select count(*) from letter").fetchone() == before


def test_every_answer_that_was_ever_given_stays_in_the_log(desks) -> None:
    request = note(desks)
    desk = desks.office(desks.template.supervisor).requests
    answer(desks, request, Given(Answer.REFUSED))
    desk.reopen(request)
    answer(desks, request, Given(Answer.FIGURES))
    with pytest.raises(RequestRefused, match=r"^request_is_open$"):
        desk.reopen(note(desks))
    said = [decode(value) for (value,) in desks.store.connection.execute(SAID, ("answer",))]
    assert said == ["refused", "open", "figures"]
    kept = "select action, reason from audit_entry where action like 'request_%' order by seq"
    assert desks.store.connection.execute(kept).fetchall()[:4] == [
        ("request_noted", "police"),
        ("request_answered", "refused"),
        ("request_reopened", ""),
        ("request_answered", "figures"),
    ]


def test_words_are_corrected_by_who_wrote_them_until_it_is_answered(desks) -> None:
    request, better = note(desks), asked(desks, words="CANARY-BETTER", asker="lawyer")
    desk = desks.office().requests
    desk.correct(request, better)
    (line,) = lines(desks)
    assert (line.request.words, line.request.asker) == ("CANARY-BETTER", "lawyer")
    answer(desks, request, Given(Answer.REFUSED))
    with pytest.raises(NotPermitted):
        desk.correct(request, better)
    desks.office(desks.template.supervisor).requests.correct(request, asked(desks))
    (line,) = lines(desks)
    assert [(one.words, one.kind, one.by) for one in line.wordings] == [
        (WORDS, "police", desks.template.caseworker.name),
        ("CANARY-BETTER", "lawyer", desks.template.caseworker.name),
        (WORDS, "police", desks.template.supervisor.name),
    ]
    # What is said once more as it stands is no correction.
    desks.office(desks.template.supervisor).requests.correct(request, asked(desks))
    assert len(lines(desks)[0].wordings) == len(line.wordings)
    with pytest.raises(NotFound, match=r"^request_not_found$"):
        desks.office(desks.template.colleague).requests.correct(request, better)


def test_what_was_released_was_asked_in_writing_for_good(desks) -> None:
    case, number = told(desks)
    request = note(desks, case_code=case)
    answer(desks, request, Given(Answer.RELEASED, ORDER, number))
    with refused("request_not_written"):
        supervisor = desks.office(desks.template.supervisor)
        supervisor.requests.correct(request, asked(desks, in_writing=False))


def test_nobody_asked_after_the_letter_that_answers_it_or_after_the_answer(desks) -> None:
    case, number = told(desks)
    of_case, other = note(desks, case_code=case), note(desks)
    left_on = desks.clock.moment.date()
    desks.clock.moment += timedelta(days=1)
    desks.step_in(case)
    answer(desks, of_case, Given(Answer.RELEASED, ORDER, number))
    answer(desks, other, Given(Answer.REFUSED))
    supervisor = desks.office(desks.template.supervisor).requests
    with refused("request_letter_before"):
        supervisor.correct(of_case, asked(desks))
    supervisor.correct(of_case, asked(desks, on=left_on - timedelta(days=1)))
    supervisor.correct(other, asked(desks))
    desks.clock.moment += timedelta(days=1)
    with refused("request_answer_before"):
        supervisor.correct(other, asked(desks))
    on = {line.request.id: line.request.on for line in lines(desks)}
    assert on == {of_case: left_on - timedelta(days=1), other: left_on + timedelta(days=1)}
    supervisor.reopen(other)
    supervisor.correct(other, asked(desks))


def test_a_request_about_several_is_written_down_once_for_each_or_not_at_all(desks) -> None:
    supervisor = desks.template.supervisor
    one, other = desks.visit(), desks.visit()
    for typed, code in ((f"{one}, {other[:-1]}", "mistyped"), (f"{one} AAAA-AAAA", "mistyped")):
        with pytest.raises(NotFound, match=code):
            note(desks, case_code=typed)
    elsewhere = desks.visit()
    desks.office().walls.keep_from(elsewhere, supervisor.id, Nearness.RELATIVE)
    with pytest.raises(NotFound, match=r"^case_not_found$"):
        note(desks, supervisor, case_code=f"{one} {elsewhere}")
    assert lines(desks) == []
    note(desks, case_code=f" {one},{other}\u060c {one.lower()} ")
    found = lines(desks, desks.template.caseworker)
    assert {line.case_code for line in found} == {one, other}
    assert [(line.request.words, line.request.who) for line in found] == [(WORDS, WHO)] * 2
    for case in (one, other):
        acts = [line.act for line in desks.office().history.of(case)]
        assert acts.count("request_noted") == 1
    desks.step_in(one)
    first = next(line for line in found if line.case_code == one)
    answer(desks, first.request.id, Given(Answer.REFUSED))
    answers = {line.case_code: line.request.answer for line in lines(desks)}
    assert answers == {one: Answer.REFUSED, other: Answer.OPEN}


def test_the_code_of_one_case_may_have_a_blank_in_it(desks) -> None:
    case = desks.visit()
    note(desks, case_code=case.replace("-", " "))
    assert [line.case_code for line in lines(desks)] == [case]


def test_under_the_mask_nothing_is_told_and_nothing_answered(desks, case) -> None:
    request = note(desks, case_code=case)
    (line,) = lines(desks)
    assert (line.case_code, line.masked) == (case, True)
    assert (line.request.who, line.request.words) == ("", "")
    with pytest.raises(NotFound, match=r"^case_masked$"):
        answer(desks, request, Given(Answer.REFUSED))
    desks.step_in(case)
    assert lines(desks)[0].request.words == WORDS
    answer(desks, request, Given(Answer.REFUSED))


def test_behind_a_wall_a_request_looks_as_where_its_case_is_not(desks, case) -> None:
    """Whoever has a case could hide it from her that anybody asked."""
    supervisor = desks.template.supervisor
    request = note(desks, case_code=case)
    desks.office().walls.keep_from(case, supervisor.id, Nearness.RELATIVE)
    (line,) = lines(desks)
    assert (line.case_code, line.masked, line.request.case_id) == ("", False, "")
    assert (line.request.who, line.request.words, line.request.letter) == ("", "", "")
    assert len(requests_today(desks, supervisor)) == 1
    assert desks.office(supervisor).requests.letters(request) == ()
    with pytest.raises(RequestRefused, match=r"^request_elsewhere$"):
        desks.office(supervisor).requests.correct(request, asked(desks))
    with pytest.raises(RequestRefused, match=r"^request_no_case$"):
        answer(desks, request, Given(Answer.RELEASED, "EX 1", "1"))


def requests_today(desks, worker):
    view = desks.office(worker).tasks.today()
    return [one for one in view.today if one.kind is TaskKind.OUTSIDE_REQUEST]


def test_an_open_request_is_something_to_do_for_whoever_looks_after_the_team(desks, case) -> None:
    supervisor = desks.template.supervisor
    request, of_case = note(desks), note(desks, case_code=case)
    assert {one.case_code for one in requests_today(desks, supervisor)} == {"", case}
    assert requests_today(desks, desks.template.caseworker) == []
    desks.step_in(case)
    for one in (request, of_case):
        answer(desks, one, Given(Answer.REFUSED))
    assert requests_today(desks, supervisor) == []


def test_what_it_says_of_a_case_is_erased_with_it_and_the_line_stays(desks) -> None:
    case, number = told(desks)
    request = note(desks, case_code=case)
    answer(desks, request, Given(Answer.RELEASED, ORDER, number))
    history = [one.act for one in desks.office().history.of(case)]
    assert {"request_noted", "request_answered"} <= set(history)
    desks.office().erasures.request(case, Basis.HER_WISH, in_danger=True)
    supervisor = desks.office(desks.template.supervisor)
    supervisor.erasures.agree(case)
    supervisor.erasures.carry_out(case)
    (line,) = lines(desks)
    assert (line.request.answer, line.request.order_no) == (Answer.RELEASED, ORDER)
    assert (line.case_code, line.request.case_id, line.request.letter) == ("", "", "")
    assert (line.request.who, line.request.words) == ("", "")
    rows = desks.store.connection.execute("select value from op").fetchall()
    assert not any(b"CANARY" in value for (value,) in rows)
    with refused("request_elsewhere"):
        supervisor.requests.correct(request, asked(desks))
    assert desks.workbook.check().faults == ()


def test_what_is_about_a_case_stands_in_no_stream_of_the_office(desks, case) -> None:
    note(desks, case_code=case)
    kinds = (
        'select o."table", s.kind from op as o join lane as l on l.id = o.lane'
        " join stream as s on s.id = l.stream where o.\"table\" like 'outside_request%'"
        " group by 1, 2 order by 1"
    )
    found = desks.store.connection.execute(kinds).fetchall()
    assert found == [("outside_request", "config"), ("outside_request_case", "caseload")]
    said = "select o.value from op as o where o.\"table\" = 'outside_request'"
    values = desks.store.connection.execute(said).fetchall()
    assert not any(b"CANARY" in value or case.encode() in value for (value,) in values)
