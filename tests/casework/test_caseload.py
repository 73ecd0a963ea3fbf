"""Who works with a case: shared, offered, handed over; covered while somebody is away."""

from __future__ import annotations

import pytest
from make import VISIT

from casework.cases.caseline import View
from casework.team.caseload import CaseloadRefused
from casework.team.people import PeopleRefused
from casework.team.seat import NotFound
from casework.team.worker import NotPermitted, Role, Worker


@pytest.fixture
def case(desks):
    return desks.visit()


def supervisor(desks):
    return desks.office(desks.template.supervisor)


def colleague(desks):
    return desks.office(desks.template.colleague)


def codes(office):
    return [one.code for one in office.cases.all()]


def test_a_shared_case_is_seen_by_both_until_that_ends(desks, case) -> None:
    her = desks.template.colleague.id
    assert codes(colleague(desks)) == []
    desks.office().caseload.share(case, her)
    assert codes(colleague(desks)) == [case]
    assert list(colleague(desks).caselist.numbers(View.SHARED)) == [1]
    assert View.SHARED in {one.view for one in colleague(desks).caselist.views()}
    assert View.SHARED not in {one.view for one in desks.office().caselist.views()}
    assert colleague(desks).overview.name(case) == "CANARY-NAME"
    assert [one.code for one in colleague(desks).cases.find("CANARY")] == [case]
    assert [one.name for one in desks.office().caseload.team_of(case).sharers] == ["Caseworker 2"]
    with pytest.raises(CaseloadRefused, match=r"^case_shared_already$"):
        desks.office().caseload.share(case, her)
    with pytest.raises(CaseloadRefused, match=r"^case_only_shared$"):
        colleague(desks).caseload.offer(case, desks.template.supervisor.id)
    desks.office().caseload.unshare(case, her)
    assert codes(colleague(desks)) == []
    with pytest.raises(CaseloadRefused, match=r"^case_not_shared$"):
        desks.office().caseload.unshare(case, her)


def test_an_offered_case_stays_until_the_colleague_says_yes(desks, case) -> None:
    task = desks.office().tasks.add(case, "Example").subject_id
    desks.office().caseload.offer(case, desks.template.colleague.id, "She speaks her language")
    (offer,) = colleague(desks).caseload.offers()
    assert (offer.case_code, offer.sender, offer.note) == (
        case,
        "Caseworker 1",
        "She speaks her language",
    )
    # What is offered is a code: until she says yes she opens nothing.
    with pytest.raises(NotFound, match=r"^case_not_found$"):
        colleague(desks).overview.of(case)
    with pytest.raises(CaseloadRefused, match=r"^case_offered_already$"):
        desks.office().caseload.offer(case, desks.template.supervisor.id)
    with pytest.raises(NotFound, match=r"^offer_not_found$"):
        desks.office().caseload.accept(offer.id)
    colleague(desks).caseload.accept(offer.id)
    assert (codes(desks.office()), codes(colleague(desks))) == ([], [case])
    assert [line.id for line in colleague(desks).tasks.today().today] == [task]
    assert desks.workbook.check().faults == ()


@pytest.mark.parametrize("ends", ["refuse", "take_back"])
def test_a_case_that_is_not_taken_on_stays_where_it_was(desks, case, ends) -> None:
    desks.office().caseload.offer(case, desks.template.colleague.id)
    (offer,) = desks.office().caseload.offers()
    office = colleague(desks) if ends == "refuse" else desks.office()
    getattr(office.caseload, ends)(offer.id)
    assert (codes(desks.office()), codes(colleague(desks))) == ([case], [])
    assert desks.office().caseload.offers() == []
    with pytest.raises(NotFound, match=r"^offer_not_found$"):
        colleague(desks).caseload.accept(offer.id)


def test_the_history_says_in_whose_hands_a_case_was(desks, case) -> None:
    desks.office().caseload.share(case, desks.template.colleague.id)
    supervisor(desks).caseload.assign(case, desks.template.colleague.id)
    first, second = colleague(desks).history.of(case)[:2]
    assert (first.act, first.subject) == ("case_assigned", "Caseworker 2")
    assert (second.act, second.subject) == ("case_shared", "Caseworker 2")


def test_nobody_takes_a_case_who_works_with_none_or_stands_behind_its_wall(desks, case) -> None:
    viewer = "09" * 16
    supervisor(desks).people.add(viewer, "Viewer 9", Role.VIEWER, bytes(32))
    for unknown in (viewer, "0a" * 16):
        with pytest.raises(CaseloadRefused, match=r"^colleague_not_free$"):
            desks.office().caseload.share(case, unknown)
    supervisor(desks).people.left(desks.template.colleague.id)
    with pytest.raises(CaseloadRefused, match=r"^colleague_not_free$"):
        desks.office().caseload.share(case, desks.template.colleague.id)


def test_whoever_leaves_hands_over_first_and_does_not_come_in_again(desks, case) -> None:
    leaver, heir = desks.template.caseworker, desks.template.colleague
    desks.office().answers.record(None, "intake", VISIT, "en")
    with pytest.raises(PeopleRefused, match=r"^cases_left$"):
        supervisor(desks).people.left(leaver.id)
    change = supervisor(desks).caseload.hand_over(leaver.id, heir.id)
    assert change.reason == "2"
    assert case in codes(colleague(desks))
    desks.workbook.let_go(leaver.id)
    assert [one.name for one in supervisor(desks).people.all()] == ["Caseworker 2", "Supervisor 1"]
    status = {one.name: one.status for one in supervisor(desks).people.members()}
    assert status["Caseworker 1"] == "left"
    with pytest.raises(Exception, match=r"^nobody$"):
        desks.store.worker(bytes.fromhex(leaver.id))
    with pytest.raises(NotFound, match=r"^worker_not_found$"):
        supervisor(desks).people.set_role(leaver.id, Role.SUPERVISOR)


def test_a_colleague_covers_while_somebody_is_away(desks, case) -> None:
    worker, cover = desks.template.caseworker, desks.template.colleague
    supervisor(desks).people.away(worker.id, cover.id)
    assert codes(colleague(desks)) == [case]
    assert codes(desks.office()) == [case]
    with pytest.raises(NotFound, match=r"^worker_not_found$"):
        supervisor(desks).people.away(worker.id, cover.id)
    supervisor(desks).people.back(worker.id)
    assert codes(colleague(desks)) == []
    with pytest.raises(PeopleRefused, match=r"^not_away$"):
        supervisor(desks).people.back(worker.id)


def test_a_role_changes_and_changes_back(desks, case) -> None:
    people, her = supervisor(desks).people, desks.template.colleague.id
    change = people.set_role(her, Role.SUPERVISOR)
    assert (change.kind, change.reason) == ("role_changed", "caseworker supervisor")
    assert desks.office(Worker(her, Role.SUPERVISOR)).overview.of(case).masked
    people.set_role(her, Role.CASEWORKER)
    assert {one.name: one.role for one in people.members()}["Caseworker 2"] is Role.CASEWORKER
    with pytest.raises(PeopleRefused, match=r"^cases_left$"):
        people.set_role(desks.template.caseworker.id, Role.VIEWER)


def test_somebody_always_looks_after_the_team(desks) -> None:
    me = desks.template.supervisor.id
    with pytest.raises(PeopleRefused, match=r"^last_supervisor$"):
        supervisor(desks).people.set_role(me, Role.CASEWORKER)
    with pytest.raises(PeopleRefused, match=r"^left_herself$"):
        supervisor(desks).people.left(me)
    with pytest.raises(PeopleRefused, match=r"^cover_herself$"):
        supervisor(desks).people.away(me, me)


def test_only_a_supervisor_gives_cases_to_others(desks, case) -> None:
    her = desks.template.colleague.id
    for act in (
        lambda desk: desk.assign(case, her),
        lambda desk: desk.hand_over(desks.template.caseworker.id, her),
    ):
        with pytest.raises(NotPermitted, match=r"^team$"):
            act(desks.office().caseload)
