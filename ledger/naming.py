"""Ids that say whose they are: what is made under one of them somebody else did not make."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

# Half of an id is drawn, the other half follows from that and from the key of whoever drew it.
CHANCE: Final = 8
_MARK: Final = 8


def id_of(author: bytes, chance: bytes) -> bytes:
    """Return the id of something that an author makes."""
    return chance + blake2b(author + chance, digest_size=_MARK, person=b"id of an author").digest()


def is_of(author: bytes, entity: bytes) -> bool:
    """Return whether an id is one that this author drew."""
    return entity == id_of(author, entity[:CHANCE])
