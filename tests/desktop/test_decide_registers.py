"""What two laptops wrote differently into a register is told by its day and in words."""

from __future__ import annotations

import pytest
from disagreeing import OtherLaptop
from make import WORDS, Clock, Desks
from typed import Typist

from casework.registers.breach import Happened, Taken
from casework.registers.outside_request import Answer, Asked, Given
from desktop.saying.deciding import called, field_words, value_words


def asked(desks):
    """Let a request be answered here."""
    supervisor = desks.office(desks.template.supervisor).requests
    day = desks.clock.moment.date()
    request = supervisor.note(Asked(day, "police", "EX words")).subject_id
    supervisor.answer(request, Given(Answer.REFUSED))
    return bytes.fromhex(request)


def happened(desks):
    supervisor = desks.office(desks.template.supervisor).breaches
    day = desks.clock.moment.date()
    breach = supervisor.note(Happened(day, "seized", "EX words")).subject_id
    supervisor.take(breach, Taken(day, "EX words", told=True))
    supervisor.close(breach)
    return bytes.fromhex(breach)


@pytest.mark.parametrize(
    ("begin", "field", "there", "said"),
    [
        (asked, "answer", "figures", {"refused", "figures only"}),
        (asked, "answer", "perhaps", {"refused", "perhaps"}),
        (happened, "status", "open", {"closed", "open"}),
    ],
)
def test_both_values_are_said_in_words(desks, begin, field, there, said) -> None:
    OtherLaptop(desks).says(begin(desks), field, there)
    (one,) = desks.office(desks.template.supervisor).conflicts.of("", "en")
    assert {value_words(one.line, head) for head in one.heads} == said
    assert field_words(one.line) == ("A breach" if begin is happened else "A request from outside")
    assert called(one.line) == "10 March 2026"
    assert desks.office().conflicts.of("", "en") == []


def test_the_command_calls_it_by_its_day(template, tmp_path, monkeypatch, capsys) -> None:
    desks = Desks(template, tmp_path / "home", Clock())
    OtherLaptop(desks).says(asked(desks), "answer", "figures")
    desks.close()
    typist = Typist(tmp_path / "home", monkeypatch, capsys, secret=WORDS)
    said = typist.types("conflicts").out
    assert "10 March 2026" in said
    assert "2026-03-10" not in said
