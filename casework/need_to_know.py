"""What a recipient of each kind needs to know: the second belt beside consent, as data."""

from __future__ import annotations

import enum
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casework.consent.grant import Recipient
    from casework.records.casefile import Entry


class Need(enum.StrEnum):
    """Whether an item belongs in a paper for a kind of recipient."""

    IN = "in"
    ASK = "ask"
    NEVER = "never"


# From loose to strict: an organisation may only move to the right.


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a paper may tell: the fields that feed it, and the rule for each recipient."""

    id: str
    category: str
    fields: tuple[str, ...]
    needs: Mapping[str, Need]
    narrow: bool = False

    @property
    def label_id(self) -> str:
        """Return the id of the sentence that names this item."""
        return f"item.{self.id}"


def needed(item: Item, entry: Entry, recipient: Recipient) -> tuple[Entry | None, Entry | None]:
    """Return the part of an entry that a recipient needs to know, and the part that stays.

    Of a narrow item (the services she asked for) a recipient needs only what
    it offers itself: the rest would tell one service of her other needs.
    """
    if not item.narrow or not recipient.offers:
        return entry, None
    values = entry.value if isinstance(entry.value, tuple) else (str(entry.value),)
    mine = tuple(value for value in values if value in recipient.offers)
    rest = tuple(value for value in values if value not in recipient.offers)
    return (
        replace(entry, value=mine) if mine else None,
        replace(entry, value=rest) if rest else None,
    )


@cache
def items() -> Mapping[str, Item]:
    """Return every item of the table by id; parts that are no case value are left out."""
    text = (resources.files("casework") / "need_to_know.toml").read_text("utf-8")
    rows = tomllib.loads(text)["item"]
    return MappingProxyType({row["id"]: _item(row) for row in rows if not row.get("fixed", False)})


def need_of(item: Item, kind: str) -> Need:
    """Return the rule for an item and a kind of recipient; an unknown kind is told nothing."""
    return item.needs.get(kind, Need.NEVER)


def _item(row: dict[str, Any]) -> Item:
    needs = {kind: Need(rule) for kind, rule in row["needs"].items()}
    return Item(
        id=row["id"],
        category=row["category"],
        fields=tuple(row["fields"]),
        needs=MappingProxyType(needs),
        narrow=row.get("narrow", False),
    )
