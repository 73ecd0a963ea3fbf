"""A partner's key: whether what is kept of it is one, and why a letter is not sealed to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.bech32 import is_spelled
from casework.referrals.issuing import Companion
from casework.refused import DeskRefused

if TYPE_CHECKING:
    from collections.abc import Collection

    from casework.services.service import Service

_KIND: Final = "age"
_LENGTH: Final = 62


class SealRefused(DeskRefused):
    """Raised when a letter cannot be sealed as asked; its fact is to whom it should go."""


def key_for(service: Service, beside: Collection[Companion]) -> str:
    """Return the key that a letter to a service is sealed to; raises SealRefused.

    Her own copy is for her: what is sealed to another's key she could never read.
    """
    key = service.key
    if not key:
        raise SealRefused("seal_no_key", service=service.name)
    if not is_key(key):
        raise SealRefused("seal_key_wrong", service=service.name)
    if Companion.OWN_COPY in beside:
        raise SealRefused("seal_own_copy", service=service.name)
    return key


def is_key(said: str) -> bool:
    """Return whether words are the public half of an age key, every sign of it right."""
    return len(said) == _LENGTH and is_spelled(_KIND, said)
