"""The library of law: nothing claims ratification, and only what was checked counts as checked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casework.referrals.treaty import Treaty, TreatyRefused, built_in, citation
from casework.team.seat import NotFound
from casework.team.worker import NotPermitted, Role, Worker

STEWARD = Worker("05" * 16, Role.DATA_STEWARD, "Steward 5")


def entry(desks, key):
    return next(one for one in desks.office().treaties.all() if one.key == key)


def test_nothing_that_came_along_is_checked_or_claims_a_state(desks) -> None:
    found = desks.office().treaties.all()
    assert len(found) > 30
    assert [one.title for one in found] == sorted((one.title for one in found), key=str.casefold)
    assert [one for one in found if one.verified or one.parties] == []


def test_a_steward_marks_what_a_lawyer_checked_and_takes_it_back(desks) -> None:
    with pytest.raises(NotPermitted):
        desks.office().treaties.verify("cedaw")
    desks.office(STEWARD).treaties.verify("cedaw")
    assert entry(desks, "cedaw").verified_on == desks.clock.moment.date()
    desks.office(STEWARD).treaties.doubt("cedaw")
    assert not entry(desks, "cedaw").verified
    with pytest.raises(NotFound, match=r"^treaty_not_found$"):
        desks.office(STEWARD).treaties.verify("no_such")


def test_other_words_are_unchecked_until_somebody_checks_them(desks) -> None:
    desks.office(STEWARD).treaties.verify("cedaw")
    known = entry(desks, "cedaw")
    desks.office().treaties.keep(replace(known, parties="Example State"))
    kept = entry(desks, "cedaw")
    assert (kept.parties, kept.verified) == ("Example State", True)
    desks.office().treaties.keep(replace(kept, articles="art 6; art 99"))
    assert entry(desks, "cedaw").articles == "art 6; art 99"
    assert not entry(desks, "cedaw").verified


def test_nobody_marks_an_entry_as_checked_by_keeping_it(desks) -> None:
    today = desks.clock.moment.date()
    desks.office().treaties.keep(replace(built_in()["cedaw"], verified_on=today, summary="EX"))
    assert not entry(desks, "cedaw").verified


def test_an_own_entry_joins_the_library(desks) -> None:
    own = Treaty("", "Example Act", "Example Parliament", "2020", "s 4", "Says an invented thing.")
    key = desks.office().treaties.keep(own).reason
    assert entry(desks, key) == replace(own, key=key)
    desks.office().treaties.keep(replace(entry(desks, key), year="2021"))
    assert [one.year for one in desks.office().treaties.all() if one.title == own.title] == ["2021"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "treaty_incomplete"),
        ({"summary": ""}, "treaty_incomplete"),
        ({"summary": "x" * 2_001}, "treaty_long"),
    ],
)
def test_an_entry_without_sense_is_refused(desks, change, code) -> None:
    with pytest.raises(TreatyRefused, match=f"^{code}$"):
        desks.office().treaties.keep(replace(built_in()["cedaw"], **change))


def test_a_citation_names_the_instrument_and_never_a_state() -> None:
    one = replace(built_in()["cedaw"], parties="Example State")
    assert citation(one).endswith("(1979), art 6")
    assert "Example State" not in citation(one)
    assert citation(Treaty("k", "Example Act", "", "", "", "s")) == "Example Act"
