"""Names and passphrases as people type them."""

from __future__ import annotations

import re
import secrets
import unicodedata
from typing import Final

from db.vault.refusals import StoreRefused
from db.vault.wordlists import ENGLISH, how_many, words

SHORTEST: Final = 10
# Signs that steer instead of being seen; joiners stay, some languages are written with them.
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\ud800-\udfff\ufeff]")


def normal_name(name: str) -> str:
    """Return a name without the accidents of typing: width, case, doubled blanks."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def passphrase_bytes(passphrase: str) -> bytes:
    """Return a passphrase as bytes that do not depend on the keyboard's way of composing."""
    spaced = "".join(" " if unicodedata.category(c) == "Zs" else c for c in passphrase)
    return unicodedata.normalize("NFC", spaced.strip()).encode()


def require_strength(passphrase: str, name: str = "") -> None:
    """Refuse a new passphrase that is short, hardly varies, is the name or holds unseen signs."""
    if _UNSEEN.search(passphrase):
        raise StoreRefused("odd_passphrase")
    typed = passphrase.strip()
    is_name = normal_name(typed) == normal_name(name)
    if is_name or len(typed) < SHORTEST or len(set(typed)) < SHORTEST // 2:
        raise StoreRefused("weak_passphrase")


def suggest_passphrase(language: str = ENGLISH) -> str:
    """Return words drawn from a list, of 77 bits or more: six in English, seven in others."""
    listed = words(language)
    return " ".join(secrets.choice(listed) for _ in range(how_many(language)))
