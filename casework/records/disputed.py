"""Of what two laptops said different things: it stands in the case, and goes out once decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from casework.records.contact import AREA

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from casework.records.casefile import Entry

# Answers that are safe or true only together: hours without their telephone, an age without its
# birth. While one of them waits for a decision, all of them do.
_TOGETHER: Final = ((AREA,), ("person.age", "person.birth"))


def marked(said: Iterable[Entry], disputed: Collection[tuple[str, str]]) -> Iterator[Entry]:
    """Yield what stands in a case, marked where it waits for a decision.

    `disputed` are fields, each with what it is said of, of which different things were said.
    """
    names = {name for name, _ in disputed}
    areas = tuple(
        prefix
        for group in _TOGETHER
        if any(name.startswith(group) for name in names)
        for prefix in group
    )
    for one in said:
        waits = (one.field, one.about) in disputed or one.field.startswith(areas)
        yield replace(one, disputed=True) if waits else one
