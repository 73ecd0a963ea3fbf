"""The compiled form as text: stored in the workbook and opened without reading its source."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from forms.errors import SourceRefused
from forms.model import (
    NO_TEXT,
    Action,
    Branch,
    Choice,
    ChoiceList,
    Choices,
    Edge,
    FormModel,
    Graph,
    Group,
    Item,
    Notice,
    Output,
    Question,
    Repeat,
    Rule,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Json: TypeAlias = Any

FORMAT: Final = 1
_KIND: Final = "is"
_NAMES: Final[dict[type[Item], str]] = {Question: "question", Group: "group", Repeat: "repeat"}
_Record: TypeAlias = (
    Action
    | Branch
    | Choice
    | ChoiceList
    | Choices
    | FormModel
    | Graph
    | Item
    | Notice
    | Rule
    | Text
)


def model_to_json(model: FormModel) -> str:
    """Return a compiled form as text; two forms are the same when their texts are."""
    plain = {"format": FORMAT, **_fields(model)}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def model_from_json(text: str) -> FormModel:
    """Return the compiled form that was stored as this text."""
    plain = json.loads(text)
    if not isinstance(plain, dict) or plain.pop("format", None) != FORMAT:
        raise SourceRefused("source.unknown_format")
    return FormModel(**_read(plain, _MODEL))


# --- out


def _fields(record: _Record) -> dict[str, Json]:
    """Return the fields of a record that differ from their defaults."""
    found: dict[str, Json] = {}
    for one in dataclasses.fields(record):
        held = getattr(record, one.name)
        if held != one.default and (held or one.default_factory is dataclasses.MISSING):
            found[one.name] = _plain(held)
    if isinstance(record, Item):
        found[_KIND] = _NAMES[type(record)]
        # The path follows from the items above, and the id most often from the path.
        del found["path"]
        if record.qid == record.ref:
            del found["qid"]
    if isinstance(record, Rule):
        found["path"] = "/".join(record.path)
    return found


def _plain(held: object) -> Json:
    """Return a value as JSON: records as objects, outputs and edges as short lists."""
    match held:
        case Output():
            return [held.expression]
        case Edge():
            return [held.rule, held.up, "/".join(held.down)]
        case Mapping():
            return {name: _plain(value) for name, value in held.items()}
        case tuple() | list():
            return [_plain(value) for value in held]
        case None | str() | int() | float():
            return held
    return _fields(held) if isinstance(held, _Record) else str(held)


# --- in


def _read(plain: Mapping[str, Json], readers: Mapping[str, Callable[[Json], Any]]) -> Json:
    """Return the fields of a record with their values read back."""
    return {
        name: readers[name](value) if name in readers else value for name, value in plain.items()
    }


def _text(plain: Json) -> Text:
    if not plain:
        return NO_TEXT
    words = {
        language: tuple(p if isinstance(p, str) else Output(p[0]) for p in pieces)
        for language, pieces in plain.get("words", {}).items()
    }
    return Text(words, plain.get("media", {}), plain.get("dynamic", ""))


def _texts(plain: Json) -> dict[str, Text]:
    return {name: _text(text) for name, text in plain.items()}


_KINDS: Final = {name: kind for kind, name in _NAMES.items()}


def _item(plain: Json, above: tuple[str, ...] = ()) -> Item:
    kind: Callable[..., Item] = _KINDS[plain.pop(_KIND)]
    path = (*above, plain["name"])
    plain.setdefault("qid", "/" + "/".join(path))
    children = tuple(_item(child, path) for child in plain.pop("children", ()))
    fields = _read(plain, _ITEM)
    return kind(path=path, children=children, **fields) if children else kind(path=path, **fields)


def _branches(plain: Json) -> tuple[Branch, ...]:
    return tuple(Branch(**_read(one, {"children": _branches})) for one in plain)


def _choices(plain: Json) -> Choices:
    return Choices(**_read(plain, {"inline": _inline}))


def _inline(plain: Json) -> tuple[Choice, ...]:
    return tuple(Choice(one["code"], _text(one.get("label"))) for one in plain)


def _rows(plain: Json) -> tuple[tuple[str | None, ...], ...]:
    return tuple(tuple(row) for row in plain)


def _lists(plain: Json) -> dict[str, ChoiceList]:
    readers: dict[str, Callable[[Json], Any]] = {
        "columns": tuple,
        "rows": _rows,
        "tree": _branches,
    }
    return {name: ChoiceList(**_read(one, readers)) for name, one in plain.items()}


def _actions(plain: Json) -> tuple[Action, ...]:
    readers = {"events": tuple, "context": tuple, "target": tuple}
    return tuple(Action(**_read(one, readers)) for one in plain)


def _edges(plain: Json) -> dict[str, tuple[Edge, ...]]:
    return {
        path: tuple(Edge(rule, up, _path(down)) for rule, up, down in edges)
        for path, edges in plain.items()
    }


def _path(plain: str) -> tuple[str, ...]:
    return tuple(plain.split("/")) if plain else ()


def _graph(plain: Json) -> Graph:
    maps = dict.fromkeys(("value", "below", "structure", "position"), _edges)
    return Graph(**_read(plain, {"rules": _rules, **maps}))


def _rules(plain: Json) -> tuple[Rule, ...]:
    return tuple(Rule(**_read(one, {"path": _path})) for one in plain)


def _notices(plain: Json) -> tuple[Notice, ...]:
    return tuple(Notice(**one) for one in plain)


_ITEM: Final[Mapping[str, Callable[[Json], Any]]] = {
    "label": _text,
    "hint": _text,
    "required_message": _text,
    "constraint_message": _text,
    "add_label": _text,
    "choices": _choices,
    "preload": tuple,
    "range": tuple,
    "initial": _branches,
}
_MODEL: Final[Mapping[str, Callable[[Json], Any]]] = {
    "root": _item,
    "languages": tuple,
    "lists": _lists,
    "texts": _texts,
    "actions": _actions,
    "graph": _graph,
    "warnings": _notices,
}
