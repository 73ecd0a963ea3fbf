"""Random identifiers and the codes that people say aloud; none carries a meaning."""

from __future__ import annotations

import os
import secrets
from contextvars import ContextVar
from hashlib import blake2b
from typing import Final

from ledger.naming import CHANCE, id_of, is_of

# No vowels, so that no code spells a word, and none of I, L, O or 1, which look alike.
# A prime number of signs lets the check sign catch every single slip and every swap of neighbours.
_SIGNS: Final = "023456789BCDFGHJKMNPQRSTVWXYZ"
_BODY: Final = 7
_LETTER_NUMBER: Final = 7
# What was agreed to names a service by it: two laptops apart must not draw one twice, ever.
_SERVICE_SIGNS: Final = 9
# Whose ids those of entries of law are, in place of an author.
_LAW: Final = b"entry of law"
_CHECK_SIGNS: Final = 9  # 29 ** 9 > 2 ** 40


# By which key whoever works signs: what she makes bears an id that nobody else can give it first.
_SIGNER: Final = ContextVar("signer", default=b"")


def signs_by(author: bytes) -> None:
    """Let the ids that are drawn from here on be those of an author, by her key."""
    _SIGNER.set(author)


def new_id() -> bytes:
    """Return a new random id of 16 bytes, which says by itself who drew it."""
    return id_of(_SIGNER.get(), os.urandom(CHANCE))


def new_ids(count: int) -> list[bytes]:
    """Return so many new ids, in their order."""
    author, drawn = _SIGNER.get(), os.urandom(CHANCE * count)
    return sorted(id_of(author, drawn[at : at + CHANCE]) for at in range(0, len(drawn), CHANCE))


def law_id(key: str) -> bytes:
    """Return the id of an entry of law: laptops that are apart begin one and the same."""
    return id_of(_LAW, blake2b(key.encode(), digest_size=CHANCE, person=_LAW).digest())


def is_law_id(entity: bytes) -> bool:
    """Return whether an id is one of an entry of law, which all know before anybody says it."""
    return is_of(_LAW, entity)


def new_case_code() -> str:
    """Return a new random case code with its check sign, such as `K7M2-4QX9`."""
    body = "".join(secrets.choice(_SIGNS) for _ in range(_BODY))
    return _grouped(body + _check_sign(body))


def another_case_code(case: bytes, code: str) -> str:
    """Return the code that a case has in place of one that another case has too.

    It is the same wherever it is made, and as random as the id of the case, which nobody says.
    """
    number = int.from_bytes(blake2b(case + code.encode(), digest_size=16).digest(), "big")
    body = "".join(_SIGNS[number // len(_SIGNS) ** place % len(_SIGNS)] for place in range(_BODY))
    return _grouped(body + _check_sign(body))


def new_letter_number() -> str:
    """Return a new random letter number (34 bits); two letters cannot be linked by it."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_LETTER_NUMBER))


def new_service_code() -> str:
    """Return a new random code by which forms name a service."""
    return "s-" + "".join(secrets.choice(_SIGNS) for _ in range(_SERVICE_SIGNS)).lower()


def check_code(digest: bytes) -> str:
    """Return the first 40 bits of a digest as 9 signs that can be read out on the telephone."""
    number = int.from_bytes(digest[:5], "big")
    signs = []
    for _ in range(_CHECK_SIGNS):
        number, sign = divmod(number, len(_SIGNS))
        signs.append(_SIGNS[sign])
    return "".join(signs)


def as_case_code(typed: str) -> str | None:
    """Return the case code that a person typed, or None when the check sign says it is mistyped."""
    signs = "".join(sign for sign in typed.upper() if not sign.isspace() and sign != "-")
    if len(signs) != _BODY + 1 or not set(signs) <= set(_SIGNS):
        return None
    return _grouped(signs) if _check_sign(signs[:-1]) == signs[-1] else None


def _check_sign(body: str) -> str:
    total = sum(weight * _SIGNS.index(sign) for weight, sign in enumerate(body, start=2))
    return _SIGNS[total % len(_SIGNS)]


def _grouped(signs: str) -> str:
    return f"{signs[:4]}-{signs[4:]}"
