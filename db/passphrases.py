"""Names and passphrases as people type them, and how long a wrong one must wait."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from typing import Final

from db.refusals import StoreRefused
from db.wordlists import ENGLISH, how_many, words

SHORTEST: Final = 10
_FREE_TRIES: Final = 3
_LONGEST_WAIT: Final = 300


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


def wait_after(failures: int) -> int:
    """Return the seconds to wait after so many wrong tries: none, then doubling, at most 300."""
    if failures < _FREE_TRIES:
        return 0
    return int(min(2 ** min(failures - _FREE_TRIES, 9), _LONGEST_WAIT))


@dataclass(slots=True)
class Patience:
    """The wrong tries of this run; nothing is ever wiped because of them."""

    failures: int = 0
    free_at: float = 0.0

    def failed(self, now: float) -> None:
        """Count a wrong try."""
        self.failures += 1
        self.free_at = now + wait_after(self.failures)

    def succeeded(self) -> None:
        """Forget the wrong tries."""
        self.failures, self.free_at = 0, 0.0

    def remaining(self, now: float) -> float:
        """Return the seconds before the next try is taken."""
        return max(0.0, self.free_at - now)
