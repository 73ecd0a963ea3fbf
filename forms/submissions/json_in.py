"""Submissions as JSON: those of Kobo, whose names carry their groups, and those of Central."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NoReturn

from forms.errors import SourceRefused
from forms.submissions.submission import Given

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forms.limits import Limits

# Under which name a server gives a list of submissions.
_LISTS: Final = ("results", "value")
_DEEPEST: Final = 20


def read_json(
    place: str, source: bytes, limits: Limits
) -> Iterator[Given | tuple[str, SourceRefused]]:
    """Return the submissions of a JSON file, or where one is none; raises SourceRefused."""
    # Each begins with a sign, and costs far more once it is read; signs in words count with them.
    if source.count(b"{") + source.count(b"[") > limits.answers_parts:
        raise SourceRefused("answers.too_much")
    try:
        found = json.loads(source, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as broken:
        raise SourceRefused("answers.broken_json") from broken
    listed = _listed(found)
    if len(listed) > limits.submissions:
        raise SourceRefused("answers.too_many", limit=limits.submissions)
    for number, one in enumerate(listed, 1):
        yield _given(f"{place} #{number}", one)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; two answers to one question would lose the first unseen."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise SourceRefused("answers.broken_json")
    return found


def _no_number(_name: str) -> NoReturn:
    raise ValueError


def _listed(found: object) -> list[Any]:
    """Return the submissions of what a server gave: a list, a page of one, or one by itself."""
    if isinstance(found, Mapping):
        lists = [found[name] for name in _LISTS if isinstance(found.get(name), list)]
        return lists[0] if lists else [found]
    return found if isinstance(found, list) else [found]


def _given(place: str, one: object) -> Given | tuple[str, SourceRefused]:
    if not isinstance(one, Mapping):
        return place, SourceRefused("answers.no_submission")
    try:
        return Given(place, _pairs(one, "", 0))
    except SourceRefused as refused:
        return place, refused


def _pairs(one: Mapping[str, Any], above: str, depth: int) -> list[tuple[str, object]]:
    """Return names with their groups, and values; rows of a repeat are lists of the same."""
    if depth > _DEEPEST:
        raise SourceRefused("source.depth", limit=_DEEPEST)
    pairs: list[tuple[str, object]] = []
    for name, value in one.items():
        full = f"{above}{name}"
        if isinstance(value, Mapping):
            pairs += _pairs(value, f"{full}/", depth + 1)
        elif isinstance(value, list):
            pairs.append((full, _rows(value, depth + 1)))
        else:
            pairs.append((full, value))
    return pairs


def _rows(value: list[Any], depth: int) -> object:
    """Return rows as pairs; a list of plain values is several codes."""
    if value and all(isinstance(row, Mapping) for row in value):
        return [_pairs(row, "", depth) for row in value]
    return " ".join(map(str, value)) if value else ""
