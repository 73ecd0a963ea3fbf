"""How the columns of a table were matched, kept for the next table that has the same columns.

No word of any table is in it: where one has no headings, its first line is somebody's answers.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from casework.files.layout import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casework.files.layout import Layout


def key_of(layout: Layout, head: Sequence[str]) -> str:
    """Return the id of all tables of a layout with these columns, in any order and spelling."""
    words = [layout.id, *sorted(plain(one) for one in head if one)]
    return sha256("\n".join(words).encode()).hexdigest()[:32]


def kept_words(chosen: Mapping[str, str]) -> dict[str, str]:
    """Return what is kept of a choice: the question of each heading, however it is spelled."""
    return {_sign_of(one): question for one, question in chosen.items()}


def chosen_again(kept: Mapping[str, str], head: Sequence[str]) -> dict[str, str]:
    """Return the choice that was kept, by the headings of this table."""
    return {one: kept[sign] for one in head if (sign := _sign_of(one)) in kept}


def _sign_of(heading: str) -> str:
    return sha256(plain(heading).encode()).hexdigest()[:32]
