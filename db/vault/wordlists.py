"""The words that passphrases are drawn from: a list for a family of languages, else English."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

ENGLISH: Final = "en"
# A passphrase is at least as hard to guess as so many tosses of a coin, and never shorter than six.
BITS: Final = 77
_FEWEST: Final = 6
# A word with an accent is told without it and typed with it: then nothing opens.
_PLAIN: Final = re.compile("[a-z]+")


@cache
def words(language: str = ENGLISH) -> tuple[str, ...]:
    """Return the words for a language: spelt with small ASCII letters, no two alike."""
    said = _lists().get(language) or _lists()[ENGLISH]
    listed = (_homes()[said["package"]] / said["file"]).read_text("utf-8")
    held = dict.fromkeys(listed.split() + said["also"].split())
    without = set(said["without"].split())
    return tuple(word for word in held if _PLAIN.fullmatch(word) and word not in without)


@cache
def how_many(language: str = ENGLISH) -> int:
    """Return how many words of a language make a passphrase."""
    count = _FEWEST
    while len(words(language)) ** count < 2**BITS:
        count += 1
    return count


def _homes() -> dict[str, Path]:
    """Return where the packages are that carry lists; imported by whoever wants words."""
    packages = (import_module("xkcdpass"), import_module("mnemonic"))
    return {one.__name__: Path(str(one.__file__)).parent for one in packages}


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "wordlists.toml").read_text("utf-8"))
