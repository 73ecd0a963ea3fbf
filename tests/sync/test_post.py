"""Laptops meet by stick: what may leave arrives, what may not does not, nothing is lost."""

from __future__ import annotations

import pytest
from laptops import First, Laptop
from make import Clock

from casework.grant import Purpose
from casework.worker import Role


@pytest.fixture
def first(template, tmp_path):
    made = First(template, tmp_path / "first", Clock())
    yield made
    made.close()


def test_a_new_laptop_knows_the_office_after_one_stick(first, tmp_path):
    second = Laptop(first, tmp_path / "second", "Caseworker 8")
    stick = first.writes()
    came = second.takes(stick)
    assert (came.refused, came.early, came.late) == ({}, 0, 0)
    with second.office() as office:
        assert {one.name for one in office.services.all()} == set(first.services())
        assert office.cases.all() == []
    again = second.takes(stick)
    assert (again.operations, again.refused) == (0, {})
    assert again.known == came.batches


def test_a_case_goes_where_she_agreed_and_comes_home_when_she_takes_it_back(first, tmp_path):
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    third = Laptop(first, tmp_path / "third", "Caseworker 9")
    agreed, kept = first.case(name_used="CANARY-TOLD"), first.case(name_used="CANARY-KEPT")
    for laptop in (second, third):
        laptop.takes(first.writes())
        assert laptop.codes() == set()
    first.agrees(agreed)
    for laptop in (second, third):
        assert laptop.takes(first.writes()).refused == {}
        assert not laptop.finds("CANARY-KEPT")
    assert second.codes() == {agreed}
    with second.office() as office:
        assert office.overview.of(agreed).masked
    # Whoever does not look after the team holds nobody's cases but her own.
    assert third.codes() == set()
    assert not third.finds("CANARY-TOLD")

    first.office(first.template.supervisor).grants.withdraw(agreed, Purpose.STORE_ELSEWHERE)
    second.takes(first.writes())
    assert second.codes() == set()
    assert not second.finds("CANARY-TOLD")
    assert {agreed, kept} == {
        one.code for one in first.office(first.template.supervisor).cases.all()
    }
