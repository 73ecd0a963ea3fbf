"""The verb that records: a form filled in from JSON, or its questions printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casework.team.seat import NotFound
from desktop.saying.shown import shown_name
from desktop.saying.words import Refused

if TYPE_CHECKING:
    import argparse

    from desktop.desk import Desk

_MOST_LETTERS = 10_000_000


def record(desk: Desk, typed: argparse.Namespace) -> None:
    """Record a form, or print what it asks."""
    answers = desk.workbook().office.answers
    case = None if typed.case == "new" else typed.case
    if case is not None and not case.strip():
        # Nothing is no case; it must not open a new one unseen.
        raise NotFound("case_code_mistyped")
    if typed.questions:
        desk.as_json = True
        desk.facts(answers.questions(case, typed.form, typed.language))
        return
    given = _answers(desk, typed.answers)
    change = answers.record(case, typed.form, given, typed.language)
    recorded = {"recorded": change.kind, "form": typed.form, "subject": change.subject_id}
    desk.facts({"case": change.case_code, **recorded})
    if change.case_code:
        desk.say("record.done", code=change.case_code)
    else:
        desk.say("record.kept")


def _answers(desk: Desk, source: str) -> dict[str, Any]:
    """Return the answers of a file, as they were typed."""
    try:
        if source == "-":
            text = desk.secrets.typed.read(_MOST_LETTERS + 1)
        else:
            with Path(source).open(encoding="utf-8-sig") as file:
                text = file.read(_MOST_LETTERS + 1)
        if len(text) > _MOST_LETTERS:
            raise Refused("answers_too_large", n=_MOST_LETTERS)
        given = json.loads(text, object_pairs_hook=_answered_once)
    except (OSError, UnicodeDecodeError):
        raise Refused("file_unreadable", place=Path(source)) from None
    except (ValueError, RecursionError):
        raise Refused("not_json") from None
    if not isinstance(given, dict):
        raise Refused("not_an_object")
    return given


def _answered_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON; two answers to one question would lose the first unseen."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refused("answered_twice", question=shown_name(twice))
    return found
