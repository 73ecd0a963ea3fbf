"""Figures in words: what was published, what a cell is about, and what is printed in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import texts
from casework.figures.happened import ANY, FAMILIES
from casework.figures.people import AGE, BANDS, CONTROLS, CTDC, UNKNOWN, YES, mapped
from casework.figures.plan import unit_of
from casework.figures.unrecorded import LISTS
from casework.protect.printed import Mark, Number
from forms.codelists import label
from texts.dates import isolate, month_and_year, month_name
from texts.language import in_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casework.figures.desk import Released, Shown
    from casework.protect.printed import Printed

# Of which list the codes of a dimension are, where it is not called as its list is.
_LISTS: Final = {AGE: BANDS, **FAMILIES, **LISTS}
# A list in which nothing was asked of anybody: it says "not known" of what nobody noted, too.
_NOTED: Final = "yes_no_noted"
_CONTROL: Final = "control"


@dataclass(frozen=True, slots=True)
class Issue:
    """Figures that were published, in one language: their number, and the rule that made them."""

    shown: Shown
    number: str
    rule: str
    language: str

    def say(self, text_id: str, **values: str) -> str:
        """Return a sentence in the language of these figures."""
        return texts.say(text_id, language=self.language, **values)


def issue_of(released: Released, language: str) -> Issue:
    """Return what was published as it is written in a language; it names nobody."""
    release = released.release
    return Issue(released.shown, release.wanted.id, release.rule, language)


def notes_of(issue: Issue) -> Iterator[str]:
    """Yield what whoever reads figures has to know."""
    least = str(issue.shown.least)
    for text_id in ("figures.note_who", "figures.note_rounded", "figures.note_ranges"):
        yield issue.say(text_id, least=least)
    yield issue.say("figures.note_rule", rule=isolate(issue.rule, issue.language))


def unit_in(shown: Shown, table: str) -> str:
    """Return what a table counts: persons, or times that something was done."""
    return next((unit_of(key) for key, _printed in shown.tables[table]), "")


def period_words(period: str, language: str) -> str:
    """Return a period as it is called: a month, three of them, or a year.

    Where only letters are written in a language its months do not bend: there the code stays.
    """
    then, _, part = period.partition("-")
    if language not in texts.languages() or not part:
        return isolate(period, language) if part else in_digits(period, language)
    if not part.startswith("Q"):
        return month_and_year(date(int(then), int(part), 1), language)
    last = 3 * int(part[1:])
    until = month_and_year(date(int(then), last, 1), language)
    return f"{month_name(last - 2, language)}\u2013{until}"


def code_words(dim: str, code: str, language: str) -> str:
    """Return what a code of a dimension is called; a yes to something is named by it."""
    group, _, flag = dim.partition(".")
    listed, said = _LISTS.get(group, group), flag if code == YES else code
    if "." in said:
        listed, _, said = said.partition(".")
    if said == ANY:
        return texts.say("figures.any", language=language)
    if said == UNKNOWN:
        return label(_NOTED, UNKNOWN, language)
    if group == CONTROLS:
        here = [one for one, there in mapped(_CONTROL, CTDC).items() if there == said]
        return " / ".join(label(_CONTROL, one, language) for one in here)
    return label(listed, said, language)


def shown_as(printed: Printed | None) -> str:
    """Return a printed cell in signs that every language reads; nothing of what is not told."""
    if printed is None:
        return ""
    if isinstance(printed, Mark):
        return f"<{printed.least}"
    if isinstance(printed, Number):
        return str(printed.value)
    return f"{printed.lo}-{printed.hi}"
