"""Two laptops that were apart say something of one instrument of law: it stays one entry."""

from __future__ import annotations

from dataclasses import replace

import pytest
from laptops import First, Laptop, carry
from make import Clock

from casework.team.worker import Role, Worker

KEY = "cedaw"
STEWARD = Worker("05" * 16, Role.DATA_STEWARD, "Steward 5")


@pytest.fixture
def first(template, tmp_path):
    made = First(template, tmp_path / "first", Clock())
    yield made
    made.close()


def asked(office):
    return [one.line.id for one in office.conflicts.of("", "en")]


def entry(office):
    return next(one for one in office.treaties.all() if one.key == KEY)


def test_nothing_of_it_is_hidden_and_it_is_unchecked_until_somebody_decides(
    template, first, tmp_path
):
    here = first.office(template.supervisor)
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    carry(first, second)
    words = entry(here).summary
    first.office(STEWARD).treaties.verify(KEY)
    with second.office() as office:
        office.treaties.keep(replace(entry(office), summary="EX-THEIR-SUMMARY"))

    carry(first, second)
    carry(first, second)

    with second.office() as office:
        assert entry(office) == entry(here)
        assert asked(office) == asked(here)
    assert not entry(here).verified
    assert {one.line.name for one in here.conflicts.of("", "en")} == {"summary", "verified_on"}
    said = {head.value for one in here.conflicts.of("", "en") for head in one.heads}
    assert {words, "EX-THEIR-SUMMARY"} < said
    assert first.store.connection.execute("select * from opaque_op").fetchall() == []


def test_what_is_reworded_while_somebody_checks_it_is_unchecked(template, first, tmp_path):
    here = first.office(template.supervisor)
    here.treaties.keep(replace(entry(here), summary="EX-OUR-SUMMARY"))
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    carry(first, second)
    first.office(STEWARD).treaties.verify(KEY)
    with second.office() as office:
        office.treaties.keep(replace(entry(office), summary="EX-THEIR-SUMMARY"))

    carry(first, second)
    carry(first, second)

    with second.office() as office:
        assert entry(office) == entry(here)
    assert entry(here).summary == "EX-THEIR-SUMMARY"
    assert not entry(here).verified
    # Whoever checks it as it stands now decides that.
    first.office(STEWARD).treaties.verify(KEY)
    carry(first, second)
    with second.office() as office:
        assert entry(office).verified
        assert asked(office) == []
