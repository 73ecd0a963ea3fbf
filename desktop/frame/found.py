"""What the command box offers, and which of it words mean: cases, forms, services, help, deeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import texts
from casework.persons.folding import found_as
from desktop.frame.actions import ACTIONS, key_words
from desktop.frame.rights import may_open
from desktop.pages.cases.words import form_name
from texts.dates import isolate
from texts.guide import guides_with
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casework.records.case import CaseSummary
    from casework.services.service import Service
    from casework.team.worker import Worker

# Keys for moving about are no things that one looks for by name.
_NOT_OFFERED: Final = frozenset(
    {
        *("find", "panic", "reveal", "next_pane", "previous_pane", "next_group", "previous_group"),
        *("next_question", "previous_question"),
        *("main", "narrow", "notes", "saved", "edit", "print", "twin"),
        *(f"section_{number}" for number in range(1, 10)),
    }
)
# Forms that belong to no case, and those that have a page of their own in it.
_ELSEWHERE: Final = frozenset({"service"})
_WITH_PAGES: Final = frozenset({"consent", "episode"})
# The first forms in the order of the work with a person; the others come after, A to Z.
_FIRST: Final = ("intake", "assessment", "safety_plan", "action_plan", "follow_up", "note")
# Pages of a case: the words for each, and its icon.
_PAGES: Final = {
    "episodes": ("form_name.episode", "git-branch"),
    "consent": ("form_name.consent", "handshake"),
    "letter": ("case.letter", "envelope-simple"),
    "history": ("case.section.history", "clock-counter-clockwise"),
    "handing": ("case.hand_on", "users-three"),
}
# Pages that no key leads to, and that are looked for by name.
_PAIRS: Final = "pairs"
_ANYWHERE: Final = {
    "decide": ("nav.decide", "arrows-left-right"),
    _PAIRS: ("pairs.title", "users-three"),
    "breaches": ("breaches.title", "warning-circle"),
    "requests": ("requests.title", "tray"),
    "retention": ("retention.title", "clock-counter-clockwise"),
    "backups": ("backups.page", "folder"),
    "devices": ("nav.devices", "laptop"),
    "settings": ("nav.settings", "gear-six"),
}
_GO: Final = "go_"
_MOST_SERVICES: Final = 5
_MOST_GUIDES: Final = 3


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


def case_lines(cases: Iterable[CaseSummary], under: Mapping[str, str]) -> list[Found]:
    """Return cases as lines: codes and states, no names.

    One that is kept with another of the same person says under which code, and leads there.
    """
    return [
        Found(
            "case",
            under.get(case.code, case.code),
            isolate(case.code),
            _state(case, under.get(case.code, "")),
            "folders",
        )
        for case in cases
    ]


def _state(case: CaseSummary, under: str) -> str:
    if under:
        return texts.say("pairs.now_under", code=isolate(under))
    return texts.say(f"status.{case.status.value}")


def form_lines(words: str, case_code: str, forms: Iterable[str]) -> list[Found]:
    """Return the forms that can be begun in a case and whose names have the words."""
    if not case_code:
        return []
    begun = [form for form in forms if form not in _ELSEWHERE | _WITH_PAGES]
    lines = [
        Found("form", form, texts.say("finding.begin", form=form_name(form)), "", "note-pencil")
        for form in sorted(begun, key=_place_of)
    ]
    return [line for line in lines if means(words, line.words)]


def _place_of(form: str) -> tuple[int, str]:
    return (_FIRST.index(form) if form in _FIRST else len(_FIRST), sort_key(form_name(form)))


def page_lines(words: str, case_code: str) -> list[Found]:
    """Return the pages of the case one is in whose names have the words."""
    if not case_code:
        return []
    lines = [
        Found("page", page, texts.say("finding.page", page=texts.say(text_id)), "", icon)
        for page, (text_id, icon) in _PAGES.items()
    ]
    return [line for line in lines if means(words, line.words)]


def place_lines(words: str, worker: Worker, *, compares: bool) -> list[Found]:
    """Return pages of no case and no key that somebody may open and whose names have the words."""
    lines = [
        Found("place", page, texts.say(text_id), "", icon)
        for page, (text_id, icon) in _ANYWHERE.items()
        if may_open(worker, page) and (compares or page != _PAIRS)
    ]
    return [line for line in lines if words and means(words, line.words)]


def service_lines(words: str, services: Iterable[Service]) -> list[Found]:
    """Return the services whose names have the words; nothing typed means none."""
    if not words:
        return []
    lines = [Found("service", one.code, one.name, "", "buildings") for one in services]
    return [line for line in lines if means(words, line.words)][:_MOST_SERVICES]


def guide_lines(words: str) -> list[Found]:
    """Return the guides that have the words, those with them in their heading first."""
    if not words:
        return []
    said = ((one.topic, texts.say("finding.read", guide=one.title)) for one in guides_with(words))
    return [Found("guide", topic, title, "", "question") for topic, title in said][:_MOST_GUIDES]


def action_lines(words: str, keys: Mapping[str, str], worker: Worker) -> list[Found]:
    """Return the actions whose names have the words, each with its key; none leads to no page."""
    lines = [
        Found("action", one.id, one.words, key_words(one.id, keys), one.icon)
        for one in ACTIONS.values()
        if one.id not in _NOT_OFFERED and _leads(worker, one.id)
    ]
    return [line for line in lines if means(words, line.words)]


def _leads(worker: Worker, action_id: str) -> bool:
    """Return whether an action leads to a page that somebody may open, if it leads to one."""
    return not action_id.startswith(_GO) or may_open(worker, action_id.removeprefix(_GO))


def means(words: str, name: str) -> bool:
    """Return whether every word stands somewhere in a name, however they are spelled.

    Nothing typed means every name, and signs alone mean none.
    """
    inside, said = found_as(name), found_as(words).split()
    return bool(said or not words.strip()) and all(word in inside for word in said)
