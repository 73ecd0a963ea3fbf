"""What the command box offers: cases, forms to begin, actions; and which of them words mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import texts
from desktop.frame.actions import ACTIONS, key_words
from texts.dates import isolate
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casework.case import CaseSummary

# Keys for moving about are no things that one looks for by name.
_NOT_OFFERED: Final = frozenset(
    {
        *("find", "reveal", "next_pane", "previous_pane", "next_group", "previous_group"),
        *("main", "narrow", "notes", "saved", "edit", "print", "twin"),
        *(f"section_{number}" for number in range(1, 10)),
    }
)
# Forms that belong to a case, in the order of the work with a person.
_FORMS: Final = ("episode", "consent", "intake")


@dataclass(frozen=True, slots=True)
class Found:
    """One line: what kind it is, its code or id, and its words; a heading leads nowhere."""

    kind: str
    id: str
    words: str
    note: str = ""
    icon: str = ""


def headed(heading: str, lines: Sequence[Found]) -> list[Found]:
    """Return some lines under their heading, or nothing."""
    return [Found("heading", "", heading), *lines] if lines else []


def case_lines(cases: Iterable[CaseSummary]) -> list[Found]:
    """Return cases as lines: codes and states, no names."""
    return [Found("case", case.code, isolate(case.code), _state(case), "folders") for case in cases]


def _state(case: CaseSummary) -> str:
    return texts.say(f"status.{case.status.value}")


def form_lines(words: str, case_code: str) -> list[Found]:
    """Return the forms that can be begun in a case and whose names have the words."""
    if not case_code:
        return []
    named = ((form, texts.say("finding.begin", form=_form(form))) for form in _FORMS)
    lines = [Found("form", form, said, "", "note-pencil") for form, said in named]
    return [line for line in lines if means(words, line.words)]


def _form(form_id: str) -> str:
    return texts.say(f"form_name.{form_id}")


def action_lines(words: str, keys: Mapping[str, str]) -> list[Found]:
    """Return the actions whose names have the words, each with its key."""
    lines = [
        Found("action", one.id, one.words, key_words(one.id, keys), one.icon)
        for one in ACTIONS.values()
        if one.id not in _NOT_OFFERED
    ]
    return [line for line in lines if means(words, line.words)]


def means(words: str, name: str) -> bool:
    """Return whether every word stands somewhere in a name, whatever its marks and case."""
    inside = sort_key(name)
    return all(word in inside for word in sort_key(words).split())
