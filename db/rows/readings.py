"""Words of a row that this program may not know: a newer one at another laptop may write more."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from enum import StrEnum

    Known = TypeVar("Known", bound=StrEnum)
    Otherwise = TypeVar("Otherwise")


def read_as(kind: type[Known], word: str, otherwise: Otherwise) -> Known | Otherwise:
    """Return the member that a word is, or what it is shown as where no member is called so."""
    try:
        return kind(word)
    except ValueError:
        return otherwise
