"""The sections of a case: what each is called, how far it is, and where it leads.

Only what is there is listed: a section that nobody can open yet would have to say why.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import texts
from casework.cases.overview import SectionState
from desktop.look import look
from desktop.pages.cases.words import open_name, quiet_name, quietest
from desktop.pages.form.place import Wanted
from desktop.parts.section_list import Section
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.cases.overview import Overview, SectionView
    from desktop.frame.room import Room

OVERVIEW: Final = "overview"
_FIRST: Final = (
    *("intake", "consent", "episode", "assessment", "safety_plan", "action_plan"),
    *("follow_up", "note", "conference", "service_given"),
)
_ICONS: Final = {
    OVERVIEW: "squares-four",
    "intake": "clipboard-text",
    "consent": "handshake",
    "episode": "git-branch",
    "assessment": "chats",
    "safety_plan": "shield-check",
    "action_plan": "path",
    "follow_up": "calendar-check",
    "note": "note",
    "conference": "users-three",
    "exploiter": "eye-slash",
    "legal": "scales",
    "family": "users",
    "closure": "flag",
    "service_given": "gift",
    "referrals": "buildings",
    "letters": "envelope-simple",
    "attachments": "paperclip",
    "history": "clock-counter-clockwise",
}
_PLAIN: Final = "note"
_STATES: Final = {
    SectionState.DONE: "check",
    SectionState.DRAFT: "circle-half",
    SectionState.OPEN: "circle",
}
# What one has once and keeps up to date; of all else one has several.
_SINGLE: Final = frozenset({"intake", "consent", "legal", "family"})
# Sections with a page of their own, by the name of the page.
_PAGES: Final = {
    OVERVIEW: "case",
    "consent": "consent",
    "episode": "episodes",
    "exploiter": "exploiters",
    "history": "history",
    "legal": "legal",
    "letters": "letters",
    "attachments": "attachments",
    "referrals": "referrals",
}
# What a case has beside forms.
_BESIDE: Final = ("referrals", "letters", "attachments")
_TABLES: Final = {"referrals": "referral", "letters": "letter", "attachments": "attachment"}
_SEVERAL: Final = {
    "episode": "episodes",
    "follow_up": "follow_ups",
    "note": "notes",
    "conference": "conferences",
    "exploiter": "exploiter",
}


def sections_of(overview: Overview) -> list[Section]:
    """Return the sections in the order in which a case grows, added forms A to Z."""
    known = {one.id: one for one in overview.sections}
    waits = frozenset(overview.to_decide)
    beside = [known.pop(name) for name in _BESIDE if name in known]
    closure = known.pop("closure", None)
    first = [known.pop(name) for name in _FIRST if name in known]
    more = sorted(known.values(), key=lambda one: sort_key(open_name(one.id)))
    listed = [Section(OVERVIEW, _ICONS[OVERVIEW], texts.say("case.section.overview"))]
    listed += [_of_form(one, waits) for one in (*first, *more)]
    listed += [_section(one, texts.say(f"case.section.{one.id}"), waits) for one in beside]
    if closure is not None:
        listed.append(_of_form(closure, waits))
    history = texts.say("case.section.history")
    return [*listed, Section("history", _ICONS["history"], history)]


def section_name(form_id: str) -> str:
    """Return what the section of a form is called, in the list and on its page."""
    return _names(form_id)[look().discreet]


def _names(form_id: str) -> tuple[str, str]:
    """Return what it is called, and what in discreet mode."""
    several = _SEVERAL.get(form_id)
    if several is None:
        return open_name(form_id), quiet_name(form_id)
    return texts.say(f"case.section.{several}"), texts.say(f"case.section.{quietest(several)}")


def section_icon(section: str) -> str:
    """Return the icon of a section."""
    return _ICONS.get(section, _PLAIN)


def _of_form(one: SectionView, waits: frozenset[str]) -> Section:
    """Return the section of a form, with both of its names: its room is that of the longer."""
    names = _names(one.id)
    return replace(_section(one, names[look().discreet], waits), names=names)


def _section(one: SectionView, words: str, waits: frozenset[str]) -> Section:
    icon = section_icon(one.id)
    if one.id in waits or _TABLES.get(one.id) in waits:
        return Section(one.id, icon, words, "arrows-left-right", "", texts.say("case.state.decide"))
    state = texts.say(f"case.state.{one.state.value}")
    if one.id in _SINGLE or one.state is not SectionState.DONE:
        return Section(one.id, icon, words, _STATES[one.state], "", state)
    number = texts.plural("cases.number", one.count)
    return Section(one.id, icon, words, "", number, texts.plural("case.entries", one.count))


def go_to(room: Room, overview: Overview, section: str) -> None:
    """Go to a section of a case."""
    code = overview.code
    if section in _PAGES:
        room.go(_PAGES[section], code)
    elif section in _SINGLE:
        room.go("form", code, entry_of(overview, section).subject())
    else:
        room.go("entries", code, section)


def entry_of(overview: Overview, form_id: str) -> Wanted:
    """Return the form to open in a section: one that was begun, else the last one, else a new."""
    mine: Sequence[tuple[str, str]] = [
        (one.state, one.id) for one in overview.documents if one.form_id == form_id
    ]
    begun = [found for state, found in mine if state == "draft"]
    done = [found for state, found in mine if state == "final"]
    if begun:
        return Wanted(form_id, draft_id=begun[-1])
    return Wanted(form_id, entry_id=done[-1]) if done and form_id in _SINGLE else Wanted(form_id)
