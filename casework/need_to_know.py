"""What a recipient of each kind needs to know: the second belt beside consent, as data.

An organisation may tighten the table, never loosen it.
"""

from __future__ import annotations

import enum
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Need(enum.StrEnum):
    """Whether an item belongs in a paper for a kind of recipient."""

    IN = "in"
    ASK = "ask"
    NEVER = "never"


# From loose to strict: an organisation may only move to the right.
_STRICTNESS = (Need.IN, Need.ASK, Need.NEVER)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a paper may tell: the fields that feed it and the rule for each kind of recipient."""

    id: str
    category: str
    fields: tuple[str, ...]
    needs: Mapping[str, Need]

    @property
    def label_id(self) -> str:
        """Return the id of the sentence that names this item."""
        return f"item.{self.id}"


class NeedLoosened(ValueError):
    """Raised when a change would tell more than the table allows."""


@cache
def items() -> Mapping[str, Item]:
    """Return every item of the table by id; parts that are no case value are left out."""
    text = (resources.files("casework") / "need_to_know.toml").read_text("utf-8")
    rows = tomllib.loads(text)["item"]
    return MappingProxyType({row["id"]: _item(row) for row in rows if not row.get("fixed", False)})


def need_of(item: Item, kind: str) -> Need:
    """Return the rule for an item and a kind of recipient; an unknown kind is told nothing."""
    return item.needs.get(kind, Need.NEVER)


def tightened(item: Item, kind: str, need: Need) -> Item:
    """Return the item with a stricter rule for one kind.

    Raises NeedLoosened when the new rule would be looser than the old.
    """
    if _STRICTNESS.index(need) < _STRICTNESS.index(need_of(item, kind)):
        raise NeedLoosened(f"{item.id} {kind}")
    needs = MappingProxyType({**item.needs, kind: need})
    return Item(item.id, item.category, item.fields, needs)


def _item(row: dict[str, Any]) -> Item:
    needs = {kind: Need(rule) for kind, rule in row["needs"].items()}
    return Item(row["id"], row["category"], tuple(row["fields"]), MappingProxyType(needs))
