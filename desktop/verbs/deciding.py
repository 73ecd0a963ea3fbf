"""The verbs for what two laptops said differently: listing it, and saying what holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import texts
from desktop.clock import now
from desktop.saying.deciding import (
    by_words,
    called,
    changed_words,
    field_words,
    laptop_words,
    value_words,
)

if TYPE_CHECKING:
    import argparse

    from casework.records.conflict import DecideLine, ToDecide
    from desktop.desk import Desk


# What stands for the case of what is in none.
_NO_CASE: Final = "-"


def conflicts(desk: Desk, _typed: argparse.Namespace) -> None:
    """List what is to decide, with all that was said."""
    office, language = desk.workbook().office, texts.current().code
    lines = office.conflicts.all(language)
    codes = dict.fromkeys(line.case_code for line in lines if not line.masked)
    found = [one for code in codes for one in office.conflicts.of(code, language)]
    masked = [line for line in lines if line.masked]
    desk.facts([*map(_facts, found), *map(_masked_facts, masked)])
    for one in found:
        _print(desk, one)
    for line in masked:
        desk.say("conflicts.masked", code=line.case_code)
    if not lines:
        desk.say("decide.none")


def decide(desk: Desk, typed: argparse.Namespace) -> None:
    """Let one of the answers hold, or a new one."""
    office = desk.workbook().office
    case = "" if typed.case == _NO_CASE else typed.case
    if typed.take is not None:
        change = office.conflicts.take(case, typed.field, typed.take)
    else:
        change = office.conflicts.write(case, typed.field, desk.secrets.words(typed.answer))
    desk.facts({"case": change.case_code, "decided": typed.field})
    desk.say("decide.done", field=typed.field)


def _print(desk: Desk, one: ToDecide) -> None:
    today = now().date()
    code = one.line.case_code or called(one.line)
    desk.say("conflicts.head", code=code, field=field_words(one.line))
    for number, head in enumerate(one.heads, start=1):
        who = texts.beside(laptop_words(head.who), by_words(head.who, today))
        said = value_words(one.line, head)
        desk.say("conflicts.line", number=number, value=said, who=who)
    for words in () if desk.as_json else changed_words(one):
        desk.line(f"      {words}")


def _facts(one: ToDecide) -> dict[str, Any]:
    line = one.line
    return {
        "case": line.case_code,
        "of": line.label,
        "id": line.id,
        "field": line.name,
        "form": line.form_id,
        "safe_contact": line.is_safety,
        "protected": line.is_protected,
        "shown": one.shown,
        "answers": [
            {
                "number": number,
                "value": head.value,
                "taken_away": head.is_gone,
                "may_take": may,
                "by": head.who.by,
                "here": head.who.is_here,
                "at": head.who.at.isoformat(),
            }
            for number, (head, may) in enumerate(zip(one.heads, one.takes, strict=True), start=1)
        ],
    }


def _masked_facts(line: DecideLine) -> dict[str, Any]:
    return {"case": line.case_code, "masked": True}
