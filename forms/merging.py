"""One document out of two that began as the same: what one changed, in what another made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from forms.document import ID, rows_of

if TYPE_CHECKING:
    from forms.document import Answer

    Row = Mapping[str, Answer]

_NO_ROW: Row = {}


def merged(base: Row, mine: Row, theirs: Row) -> dict[str, Answer]:
    """Return their document with what was changed from the common beginning to mine.

    Where both changed one answer mine stands: it was given last. A row that one removed and
    the other changed stays.
    """
    found: dict[str, Answer] = {}
    for qid in dict.fromkeys((*theirs, *mine)):
        value = _answer(base.get(qid), mine.get(qid), theirs.get(qid))
        if value is not None:
            found[qid] = value
    return found


def _answer(base: Answer | None, mine: Answer | None, theirs: Answer | None) -> Answer | None:
    if any(map(rows_of, (base, mine, theirs))):
        return _rows(_by_id(base), _by_id(mine), _by_id(theirs)) or None
    return theirs if _plain(mine) == _plain(base) else mine


def _rows(
    base: Mapping[str, Row], mine: Mapping[str, Row], theirs: Mapping[str, Row]
) -> list[Answer]:
    """Return the rows of a repeat: theirs in their order, then those that mine added."""
    found: list[Answer] = []
    for row in dict.fromkeys((*theirs, *mine)):
        was, one, other = base.get(row), mine.get(row), theirs.get(row)
        if one is not None and other is not None:
            found.append(merged(was or _NO_ROW, one, other))
        elif _plain(one or other) != _plain(was):
            # Whoever has it added it, or changed what the other removed.
            found.append(one or other or _NO_ROW)
    return found


def _by_id(value: Answer | None) -> dict[str, Row]:
    return {str(row[ID]): row for row in rows_of(value)}


def _plain(value: object) -> object:
    """Return an answer as plain data, so that lists and tuples compare."""
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(part) for part in value]
    return value
