"""Recorded values as words of one language: the same words in a preview and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import texts
from forms.codelists import label
from texts.dates import isolate, iso_date_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.casefile import Entry
    from casework.need_to_know import Item

# Fields whose digits must keep their order inside right-to-left text.
_UNBROKEN = frozenset({"contact.phone", "person.id_numbers", "contact.code_word"})


def in_words(item: Item, entries: Iterable[Entry], language: str) -> str:
    """Return the values of one item as one line of words, in the order of its fields."""
    words: list[str] = []
    for entry in sorted(entries, key=lambda entry: item.fields.index(entry.field)):
        words.extend(word for word in _words(entry, language) if word not in words)
    return texts.say("letter.list_separator", language=language).join(words)


def _words(entry: Entry, language: str) -> list[str]:
    values = entry.value if isinstance(entry.value, tuple) else (entry.value,)
    return [_one(entry, value, language) for value in values]


def _one(entry: Entry, value: str | float | bool, language: str) -> str:
    if entry.codes_of:
        return label(entry.codes_of, str(value), language)
    if isinstance(value, bool):
        return label("yes_no", "yes" if value else "no", language)
    text = str(value)
    if entry.field.endswith("_date"):
        return iso_date_in_words(text, language)
    return isolate(text, language) if entry.field in _UNBROKEN else text
