"""Names and passphrases as people type them."""

from __future__ import annotations

import secrets
import unicodedata
from typing import Final

from db.refusals import StoreRefused
from db.wordlists import ENGLISH, how_many, words

SHORTEST: Final = 10


def normal_name(name: str) -> str:
    """Return a name without the accidents of typing: width, case, doubled blanks."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def passphrase_bytes(passphrase: str) -> bytes:
    """Return a passphrase as bytes that do not depend on the keyboard's way of composing."""
    spaced = "".join(" " if unicodedata.category(c) == "Zs" else c for c in passphrase)
    return unicodedata.normalize("NFC", spaced.strip()).encode()


def require_strength(passphrase: str) -> None:
    """Refuse a new passphrase that is short or hardly varies."""
    typed = passphrase.strip()
    if len(typed) < SHORTEST or len(set(typed)) < SHORTEST // 2:
        raise StoreRefused("weak_passphrase")


def suggest_passphrase(language: str = ENGLISH) -> str:
    """Return words drawn from a list, of 77 bits or more: six in English, seven in others."""
    listed = words(language)
    return " ".join(secrets.choice(listed) for _ in range(how_many(language)))
