"""What two laptops said differently of services, people and the office is decided by who may."""

from __future__ import annotations

import pytest
from disagreeing import OtherLaptop

from casework.records.conflict import ConflictRefused
from casework.team.seat import NotFound
from texts.language import OnPaper

CLINIC = "Example Clinic A"


SERVICE, OFFICE = "select id from service where code = ?", "select id from office where ? = ''"


def entity(desks, query, called="") -> bytes:
    ((found,),) = desks.store.connection.execute(query, (called,)).fetchall()
    return found


def two_say_of_a_service(desks) -> str:
    """Let a service be looked at here today, and there on an earlier day."""
    code = desks.services()[CLINIC]
    desks.office().services.checked(code)
    OtherLaptop(desks).says(entity(desks, SERVICE, code), "last_verified", "2026-01-31")
    return code


def test_of_a_service_one_answer_is_chosen_and_nothing_is_left(desks) -> None:
    code, office = two_say_of_a_service(desks), desks.office()
    (line,) = office.conflicts.all("en")
    assert (line.case_code, line.label, line.name) == ("", CLINIC, "last_verified")
    assert office.waiting.number().number == 1
    (one,) = office.conflicts.of("", "en")
    assert not one.may_write
    assert {head.value for head in one.heads} == {"2026-01-31", desks.clock().date().isoformat()}
    number = [head.value for head in one.heads].index("2026-01-31") + 1
    change = office.conflicts.take("", line.id, number)

    assert (change.kind, change.reason) == ("conflict_decided", "service")
    assert office.conflicts.all("en") == []
    assert office.services.page(code).service.details["last_verified"] == "2026-01-31"
    assert desks.store.examine().faults == ()


def test_nothing_new_is_written_there_and_no_other_number_taken(desks) -> None:
    two_say_of_a_service(desks)
    desk = desks.office().conflicts
    with pytest.raises(ConflictRefused, match="conflict_take_one"):
        desk.write("", "last_verified", "2026-02-01")
    with pytest.raises(NotFound, match="conflict_value_not_found"):
        desk.take("", "last_verified", 3)
    with pytest.raises(NotFound, match="conflict_not_found"):
        desk.take("", "hours", 1)


def test_a_setting_of_the_office_is_decided_by_who_looks_after_it(desks, template) -> None:
    she = desks.office(template.supervisor)
    she.people.set_on_paper(OnPaper(own_digits=True, second_days=True))
    OtherLaptop(desks).says(entity(desks, OFFICE), "letter_digits", "arab")
    assert desks.office().conflicts.all("en") == []
    assert desks.office().waiting.number().number == 0
    with pytest.raises(NotFound, match="conflict_not_found"):
        desks.office().conflicts.take("", "letter_digits", 1)
    (line,) = she.conflicts.all("en")
    assert (line.table, line.name) == ("office", "letter_digits")
    she.conflicts.take("", line.id, 1)
    assert she.conflicts.all("en") == []
