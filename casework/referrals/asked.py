"""What the worker asks in words of her own: cleaned, short, and looked through before it goes."""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from casework.persons.folding import fold, words
from casework.referrals.telling_words import Typed, topics

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casework.disclosure import Preview

ASKED_LIMIT: Final = 300
# After every digit was made one that all know.
_PHONE: Final = re.compile(r"\+?\d(?:[\s().\-\u00a0]{0,2}\d){5,}")
_DAY: Final = re.compile(
    r"\b\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?\b|\b\d{4}[./-]\d{1,2}[./-]\d{1,2}\b"
)
_YEAR: Final = re.compile(r"(?<![\d.,/-])(?:19|20)\d{2}(?![\d.,/-]?\d)")
_PARTS: Final = re.compile(r"[,;\n\u060c\u061b\u1363\u1364]")
# The digits of Amharic are no decimals: one to nine, then ten to ninety, a hundred, a myriad.
_ETHIOPIC: Final = range(0x1369, 0x137D)
# Joiners belong to the spelling of some scripts; every other unseen sign is dropped.
_JOINERS: Final = "\u200c\u200d"
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Items whose single words name somebody; what is said of an exploiter is more than a name.
_NAMES: Final = frozenset({"name_used", "legal_name", "family_names", "caseworker_name"})
_WORD_BY_WORD: Final = _NAMES | {"alleged_exploiter"}
_SHORTEST_NAME: Final = 3
_SHORTEST_PHRASE: Final = 4
_TOPIC: Final = "topic."


class AskedTooLong(Exception):
    """Raised when the words of the worker are longer than a letter takes."""


class Caution(enum.StrEnum):
    """What a reader should look at again in words that were typed freely."""

    PHONE = "phone"
    DAY = "day"
    NAME = "name"
    HELD_BACK = "held_back"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who will read a letter, and the languages in which its free words may be written."""

    languages: tuple[str, ...] = ("en",)
    kind: str = ""


def as_asked(typed: str) -> str:
    """Return typed words in one line without unseen signs; raises AskedTooLong."""
    line = " ".join(typed.split())
    kept = "".join(
        sign for sign in line if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN
    )
    if len(kept) > ASKED_LIMIT:
        raise AskedTooLong(len(kept))
    return kept


def cautions(asked: str, seen: Preview, reader: Reader) -> tuple[str, ...]:
    """Return codes of what typed words seem to tell: numbers, days, names, what is held back.

    After them come the topics of which they speak and the letter itself does not. They are for
    whoever writes to look again; nothing is refused for them.
    """
    plain = _in_known_digits(asked)
    readings = [Typed(plain).reads_as(one) for one in dict.fromkeys(reader.languages)]
    found: list[str] = []
    if _PHONE.search(_DAY.sub(" ", plain)):
        found.append(Caution.PHONE)
    dated = _DAY.search(plain) or _YEAR.search(plain)
    if dated or any(one.names_month() for one in readings):
        found.append(Caution.DAY)
    found += _of_what_is_held(fold(plain), readings, seen)
    told = {one.item for one in seen.told}
    found += [
        f"{_TOPIC}{topic.id}"
        for topic in topics()
        if told.isdisjoint(topic.told_by)
        and reader.kind not in topic.not_for
        and any(one.speaks_of(topic.id) for one in readings)
    ]
    return tuple(found)


def _of_what_is_held(said: str, readings: Sequence[Typed], seen: Preview) -> list[str]:
    """Return whether a name, or some other thing on record that is held back, is repeated."""
    found = set()
    for item, part in _held(seen):
        phrase = fold(part)
        single = _long_words(part) if item in _WORD_BY_WORD else ()
        if any(one.has_name(word) for word in single for one in readings) or (
            len(phrase) >= _SHORTEST_PHRASE and phrase in said
        ):
            found.add(Caution.NAME if item in _NAMES else Caution.HELD_BACK)
    return [one for one in Caution if one in found]


def _in_known_digits(text: str) -> str:
    """Return text with the digits of every script as those that all know."""
    return "".join(map(_known, text))


def _known(sign: str) -> str:
    if ord(sign) in _ETHIOPIC:
        return str(int(unicodedata.numeric(sign)))
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def _held(seen: Preview) -> Iterator[tuple[str, str]]:
    for held in seen.withheld:
        for part in _PARTS.split(_in_known_digits(held.value)):
            yield held.item, part.strip()


def _long_words(phrase: str) -> set[str]:
    return {word for word in words(phrase) if len(word) >= _SHORTEST_NAME and not word.isdecimal()}
