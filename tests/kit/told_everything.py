"""A letter of any kind, to any service, in any language, that tells all it may ever tell."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from letters import AT, facts

from casework.consent.grant import Consents, Grant, Reach, Recipient, Scope
from casework.disclosure import Request, disclose
from casework.need_to_know import Need, items
from casework.records.casefile import Entry, case_file
from casework.records.wording import _DATED
from forms.codelists import code_list
from forms.library import FORMS, built_in
from reports.letter import letter_pdf
from reports.templates import template

_FIELD, _LISTED = "bind::sx:map", ("select_one", "select_multiple")
# How a service may be called; in the letters of the program no two languages need stand together.
NAME, PHONE, DAY = "EX-NAME-1", "+000 91 234 5678", "2026-11-26"


_UNSEEN = re.compile("[\\s\u200b\u2060\u2066-\u2069]")


def bare(words):
    """Return words without the spaces and controls that readers of a page see differently."""
    return _UNSEEN.sub("", words)


@cache
def lists():
    """Return the code list of each field that is answered from one."""
    found = {}
    for form in FORMS:
        for row in built_in(form)["survey"]:
            kind, _, named = row["type"].partition(" ")
            if kind in _LISTED and row.get(_FIELD):
                found[row[_FIELD]] = named
    return found


def tellable(kind):
    """Return the items that a kind of service may ever be told."""
    return [one for one in items().values() if one.needs[kind] is not Need.NEVER]


@cache
def told_codes():
    """Return (list, code) of every answer that some letter may tell."""
    chosen = lists()
    fields = {field for item in items().values() if _ever(item) for field in item.fields}
    named = {chosen[field] for field in fields if field in chosen} - {"region"}
    return [(one, code) for one in sorted(named) for code in code_list(one).codes]


# What figures tell people apart by and letters never tell; areas are those of an office.
FIGURED = (
    "age_band_ctdc",
    "age_band_report",
    "delay_first_contact",
    "inequality",
    "law_area",
    "referral_outcome",
    "region",
    "time_to_answer",
)


def figured_codes():
    """Return (list, code) of what figures on paper call by words of each language."""
    return [(one, code) for one in FIGURED for code in code_list(one).codes]


def _ever(item):
    return any(need is not Need.NEVER for need in item.needs.values())


def entries(kind, turn):
    """Return a value for every field of every item that may be told; `turn` chooses the codes."""
    chosen = lists()
    for item in tellable(kind):
        for field in item.fields:
            yield _entry(item, field, chosen.get(field), turn)


def _entry(item, field, listed, turn):
    if listed:
        codes = [one.id for one in code_list(listed).codes.values() if not one.retired]
        return Entry(field, item.category, codes[turn % len(codes)], codes_of=listed)
    if field in _DATED:
        return Entry(field, item.category, DAY)
    return Entry(field, item.category, PHONE if "phone" in field else NAME)


def told(language, kind, letter="referral", turn=0):
    """Return the disclosure of everything that a kind of service may be told."""
    purpose = template(letter).purpose
    named = tellable(kind)
    grant = Grant(
        id="grant",
        event_id="event",
        purpose=purpose,
        scope=Scope(Reach.SERVICE, "service"),
        given_at=AT,
        valid_from=AT.date(),
        valid_until=date(2027, 3, 31),
        categories=frozenset(item.category for item in named),
        items=frozenset(item.id for item in named),
    )
    file = case_file("case", "AB-1234", list(entries(kind, turn)))
    recipient = Recipient("service", kind, "Example Service A")
    every = tuple(items().values())
    request = Request(purpose, recipient, every, AT, language)
    return disclose(file, Consents((grant,)), request)


def page(language, kind, letter="referral", turn=0):
    """Return such a letter as PDF."""
    office = facts("ar" if language == "ar" else "en", kind=letter)
    return letter_pdf(told(language, kind, letter, turn), office)
