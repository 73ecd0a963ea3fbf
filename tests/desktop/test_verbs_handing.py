"""Who works with a case, by command line: given, shared, offered, taken on, left, handed over."""

from __future__ import annotations

import pytest
from make import VISIT, WORDS
from typed import Typist

FIRST, SECOND = "Caseworker 8", "Caseworker 9"


@pytest.fixture
def team(template, tmp_path, monkeypatch, capsys):
    """Return somebody at the command line, where two more people sign in."""
    typist = Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)
    for name in (FIRST, SECOND):
        assert typist.types("people", "add", name, secrets=[WORDS, WORDS]).code == 0
    return typist


def seen(typist, user):
    return [one["code"] for one in typist.types("cases", "--json", user=user).facts]


def test_a_case_is_given_shared_and_handed_over(team) -> None:
    case = team.records(VISIT).facts["case"]
    given = team.types("assign", case, FIRST.upper(), "--json")
    assert given.facts == {"case": case, "worker": FIRST}
    assert (seen(team, FIRST), seen(team, SECOND)) == ([case], [])
    assert team.types("assign", case, FIRST).refused == "case_hers_already"
    shared = team.types("share", case, SECOND, "--json", user=FIRST)
    assert shared.facts == {"case": case, "along": [SECOND]}
    assert seen(team, SECOND) == [case]
    ended = team.types("share", case, SECOND, "--end", "--json", user=FIRST)
    assert ended.facts == {"case": case, "along": []}
    assert team.types("share", case, SECOND, "--end", user=FIRST).refused == "case_not_shared"
    said = team.types("hand-over", FIRST, SECOND).out
    assert "1 case" in said
    assert SECOND in said
    assert (seen(team, FIRST), seen(team, SECOND)) == ([], [case])


def test_an_offer_is_left_taken_back_and_taken_on(team) -> None:
    case = team.records(VISIT).facts["case"]
    team.types("assign", case, FIRST)

    def offers(*words):
        assert team.types("offer", case, SECOND, *words, user=FIRST).code == 0

    offers("--note", "She speaks her language")
    (line,) = team.types("offers", "--json", user=SECOND).facts
    assert line == {"case": case, "from": FIRST, "to": SECOND, "note": "She speaks her language"}
    assert "She speaks her language" in team.types("offers", user=SECOND).out
    assert team.types("accept", case, user=FIRST).refused == "offer_not_found"
    assert team.types("decline", case, "--note", "Full", user=SECOND).code == 0
    assert seen(team, FIRST) == [case]
    offers()
    assert team.types("take-back", case, user=FIRST).code == 0
    assert team.types("accept", case, user=SECOND).refused == "offer_not_found"
    offers()
    took = team.types("accept", case.lower(), "--json", user=SECOND)
    assert took.facts == {"case": case, "answer": "accept"}
    assert (seen(team, FIRST), seen(team, SECOND)) == ([], [case])
    assert "No case is offered" in team.types("offers", user=SECOND).out


def test_who_may_not_gives_nothing_and_an_unknown_name_is_refused(team) -> None:
    case = team.records(VISIT).facts["case"]
    assert team.types("assign", case, "Nobody 1").refused == "worker_not_found"
    team.types("assign", case, FIRST)
    assert team.types("assign", case, SECOND, user=FIRST).refused == "not_permitted"
    assert team.types("hand-over", FIRST, SECOND, user=FIRST).refused == "not_permitted"
    assert team.types("share", case, FIRST, user=SECOND).refused == "case_not_found"
    assert team.types("offer", case, "Nobody 1", user=FIRST).refused == "worker_not_found"
