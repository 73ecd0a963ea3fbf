"""What many new cases say again, as rows: for lists, rules and figures, made in one pass.

The rows of a form are made by the same functions as those of a form that was typed.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from casework.records.entries import by_field
from casework.tasks.due import NEWEST_COUNTS
from db.answers.documents import findable_of
from db.answers.projections import (
    AREA,
    DETAILED,
    areas_of,
    contact_row,
    element_rows,
    episode_row,
    fact_rows,
    filled_up,
    person_filled_up,
    person_row,
    tag_rows,
)
from db.cases.dues import due_rows
from db.cases.traits import TOLD, read_traits, trait_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from casework.records.filled import Filled
    from db.answers.projections import Days
    from forms.document import FormDoc
    from forms.model import FormModel

# Written in this order: an episode is there before what is said of it.
_TABLES: Final = (
    *("form_fact", "person", "safe_contact", "episode", "episode_tag", "episode_element"),
    *("trait", "due"),
)
LISTED: Final = ("area", "due", "experiences", "safe_way", "code_word")
# Where a row is its key, it is not picked apart.
_KEYS: Final[Mapping[str, Callable[[Any], Any] | None]] = {
    **dict.fromkeys(_TABLES, itemgetter(0)),
    **dict.fromkeys(("form_fact", "episode_element", "trait")),
    "episode_tag": itemgetter(0, 1, 2),
}
# Where these stand in a row of `safe_contact`, of `due` and of `episode_tag`.
_SAFE_WAY, _CODE_WORD = 1, 2
_KIND, _DAY, _UNTIL = 3, 5, 7
_LIST, _CODE = 1, 2


class ManySaid:
    """The rows that repeat the forms of new cases, gathered until they are written."""

    def __init__(self) -> None:
        self._rows: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)

    def add_dated(
        self, case: bytes, forms: Iterable[tuple[bytes, int, Filled, Days]]
    ) -> tuple[tuple[Any, ...], list[str]]:
        """Take in the forms of a case by id, number and days; return its `LISTED`, its words."""
        one = _OneCase(self._rows, case)
        words = [one.add(*form) for form in forms]
        return one.close(), words

    def tables(self) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
        """Yield the rows of each table in the order of their keys, and forget them."""
        for table in _TABLES:
            rows = self._rows.pop(table, None)
            if rows:
                rows.sort(key=_KEYS[table])
                yield table, rows


class _OneCase:
    """What the forms of one new case say together, the first recorded first."""

    def __init__(self, rows: Mapping[str, list[tuple[Any, ...]]], case: bytes) -> None:
        self._rows, self._case = rows, case
        self._person: tuple[Any, ...] | None = None
        self._contact: tuple[Any, ...] | None = None
        self._traits: set[str] = set()
        self._dues: list[tuple[Any, ...]] = []
        self._kinds: set[str] = set()
        self._area = ""

    def add(self, instance: bytes, number: int, filled: Filled, days: Days) -> str:
        """Take in one form; return the words by which it is found."""
        model, doc = filled.model, filled.doc
        said = by_field(model, doc)
        areas = areas_of(said)
        # Several answers of one form may be one fact.
        self._rows["form_fact"].extend(dict.fromkeys(fact_rows(number, model, doc)))
        if "person" in areas:
            person = person_row(self._case, said, days)
            self._person = person_filled_up(person, self._person) if self._person else person
        if "contact" in areas:
            contact = contact_row(self._case, said)
            self._contact = filled_up(contact, self._contact) if self._contact else contact
        if "episode" in areas:
            self._add_episode(instance, said, model, doc)
        self._add_traits(said, date.fromisoformat(days.estimated))
        if doc.form_id in NEWEST_COUNTS:
            self._dues = [row for row in self._dues if row[_KIND] != doc.form_id]
        self._dues.extend(due_rows((self._case, instance), days.recorded, doc))
        self._area = str(said.get(AREA, "")) or self._area
        return findable_of(model, doc, said)

    def _add_episode(
        self, instance: bytes, said: Mapping[str, Any], model: FormModel, doc: FormDoc
    ) -> None:
        self._rows["episode"].append(episode_row((self._case, instance), said))
        tags = {row[:3]: row for row in reversed(tag_rows(instance, said, model, doc))}
        self._rows["episode_tag"].extend(tags.values())
        self._kinds.update(row[_CODE] for row in tags.values() if row[_LIST] == DETAILED)
        self._rows["episode_element"].extend(dict.fromkeys(element_rows(instance, said)))

    def _add_traits(self, said: Mapping[str, Any], on: date) -> None:
        if self._traits or not TOLD.isdisjoint(said):
            born = self._person[1:3] if self._person else (None, None)
            known = read_traits(self._traits, (born[0], born[1]))
            self._traits |= trait_values(said, on, known)

    def close(self) -> tuple[Any, ...]:
        """Leave the rows of the whole case; return what the list says of it."""
        case, rows = self._case, self._rows
        if self._person:
            rows["person"].append(self._person)
        if self._contact:
            rows["safe_contact"].append(self._contact)
        if self._traits:
            rows["trait"].extend((value, case) for value in self._traits)
        rows["due"].extend(self._dues)
        first_due = min([row[_DAY] for row in self._dues if not row[_UNTIL]], default=None)
        way = (self._contact[_SAFE_WAY], self._contact[_CODE_WORD]) if self._contact else ()
        return (self._area, first_due, " ".join(sorted(self._kinds)) or None, *(way or (None,) * 2))
