"""A service is who it was made as: no yes stands for one whose code or kind was said otherwise.

Our program says neither again (decision 0041). Another one, with the key of a colleague, may, and
so let a yes for one kind stand for somebody of another. Which of both is true no store can say.
"""

from __future__ import annotations

from typing import Final

# What was said once stands with what made it, and in no cell of its own.
_AS_MADE: Final = (
    "not exists (select 1 from cell_meta as m"
    " where m.entity = {service}.id and m.field in ('code', 'kind'))"
)


def as_made(service: str) -> str:
    """Return what holds of a service that is as it was made, by its name in a query."""
    return _AS_MADE.format(service=service)
