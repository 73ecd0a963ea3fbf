"""What the store of a laptop in a story holds, read once for all that looks at it."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

import cbor2

from db.answers.stored import unpacked

# The fields that are written, by the table of their thing; of what people say no two values are
# the same.
FIELDS = {
    "task": ("title", "due", "status", "worker"),
    "casefile": ("opened_on", "limits_explained_at"),
    "service": ("hours", "team_notes", "active"),
    "form_instance": ("intake.name_used", "intake.account"),
}
THINGS = "select id, life, lane, aseq, idx from entity"
CELLS = "select entity, field, lane, aseq, idx from cell_meta"
CONFLICTS = "select entity, field, value, lane, aseq, idx from cell_conflict"
SHOWN = "select id, {} from {}"
MOVED = "select distinct entity from op where kind = 5"


class Sight:
    """All things of one store as they are now: what they show, and what said that."""

    def __init__(self, rows) -> None:
        self._rows = rows
        self._tables = {}

    @cached_property
    def _things(self):
        return self._rows(THINGS)

    @cached_property
    def lives(self):
        """Return of each thing whether it lives."""
        return {key: life for key, life, *_made in self._things}

    @cached_property
    def made(self):
        """Return by which operation each thing was made."""
        return {key: tuple(made) for key, _life, *made in self._things}

    @cached_property
    def moved(self):
        """Return what ever went out of a stream."""
        return {key for (key,) in self._rows(MOVED)}

    @cached_property
    def _cells(self):
        return {(key, name): tuple(place) for key, name, *place in self._rows(CELLS)}

    @cached_property
    def _conflicts(self):
        found = defaultdict(list)
        for key, name, value, *place in self._rows(CONFLICTS):
            found[key, name].append((cbor2.loads(value), tuple(place)))
        return found

    def table(self, name):
        """Return of each thing in a table what its fields show."""
        if name not in self._tables:
            self._tables[name] = self._documents() if name == "form_instance" else self._of(name)
        return self._tables[name]

    def _of(self, name):
        fields = FIELDS[name]
        rows = self._rows(SHOWN.format(", ".join(fields), name))
        return {key: dict(zip(fields, values, strict=True)) for key, *values in rows}

    def _documents(self):
        return {key: unpacked(doc) for key, doc in self._rows(SHOWN.format("doc", "form_instance"))}

    def heads(self, table, key, name) -> dict[object, set[tuple[object, ...]]]:
        """Return all that somebody sees of a field, shown or to be decided, and what said each."""
        found = defaultdict(set)
        for one, place in self._conflicts.get((key, name), ()):
            found[one.get(name) if isinstance(one, dict) else one].add(place)
        if found:
            return dict(found)
        place = self._cells.get((key, name)) or self.made.get(key)
        return {self.shown(table, key, name): {place} if place else set()}

    def shown(self, table, key, name):
        """Return what a field of a thing shows."""
        return self.table(table).get(key, {}).get(name)
