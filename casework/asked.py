"""What the worker asks in words of her own: cleaned, short, and looked through before it goes."""

from __future__ import annotations

import enum
import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casework.disclosure import Preview

ASKED_LIMIT: Final = 300
_PHONE: Final = re.compile(r"\+?\d(?:[\s().\-\u00a0]{0,2}\d){5,}")
_DAY: Final = re.compile(r"\b\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?\b|\b\d{4}-\d{2}-\d{2}\b")
_WORDS: Final = re.compile(r"[^\W\d_]+")
_PARTS: Final = re.compile(r"[,;\u060c\u061b]")
# Joiners belong to the spelling of some scripts; every other unseen sign is dropped.
_JOINERS: Final = "\u200c\u200d"
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Items whose single words name somebody.
_NAMES: Final = frozenset({"name_used", "legal_name", "family_names", "alleged_exploiter"})
_SHORTEST_NAME: Final = 3
_SHORTEST_PHRASE: Final = 4


class AskedTooLong(Exception):
    """Raised when the words of the worker are longer than a letter takes."""


class Caution(enum.StrEnum):
    """What a reader should look at again in words that were typed freely."""

    PHONE = "phone"
    DAY = "day"
    HELD_BACK = "held_back"


def as_asked(typed: str) -> str:
    """Return typed words in one line without unseen signs; raises AskedTooLong."""
    line = " ".join(typed.split())
    words = "".join(
        sign for sign in line if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN
    )
    if len(words) > ASKED_LIMIT:
        raise AskedTooLong(len(words))
    return words


def cautions(asked: str, seen: Preview) -> frozenset[Caution]:
    """Return what typed words seem to tell: a number, a day, something that is held back."""
    found = {Caution.PHONE} if _PHONE.search(_DAY.sub(" ", asked)) else set()
    if _DAY.search(asked):
        found.add(Caution.DAY)
    said = asked.casefold()
    single = set(_WORDS.findall(said))
    for item, phrase in _held(seen):
        named = item in _NAMES and single.intersection(_long_words(phrase))
        if named or (len(phrase) >= _SHORTEST_PHRASE and phrase in said):
            found.add(Caution.HELD_BACK)
    return frozenset(found)


def _held(seen: Preview) -> Iterator[tuple[str, str]]:
    for held in seen.withheld:
        for part in _PARTS.split(held.value.casefold()):
            yield held.item, part.strip()


def _long_words(phrase: str) -> set[str]:
    return {word for word in _WORDS.findall(phrase) if len(word) >= _SHORTEST_NAME}
