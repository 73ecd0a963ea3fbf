"""The mask over a colleague's case: one place that takes out who, where, and what was told.

It is a rule about values, not a list of fields: whatever the house keeps out of `repr` because
it is somebody's is blank under the mask, so a field that is new is masked before anybody thinks
of it. What names a colleague is kept, and a few plain fields that say where or how old are not.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

T = TypeVar("T")

# Who works in the house is no secret of the person's.
_KEPT: Final = frozenset({"worker", "by"})
# Plain fields that lead to her: where she is reached, where it was, how old to the year.
_ALSO: Final = frozenset(
    {"safe_way", "voicemail", "others", "region", "area", "age_low", "age_high", "name_known"}
)
_BLANK: Final[dict[type, Any]] = {str: "", tuple: (), bool: False, frozenset: frozenset()}


def masked(value: T) -> T:
    """Return a value with everything blank that tells who she is, where, or what she told."""
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return type(value)(masked(one) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {}
    for one in fields(value):
        held = getattr(value, one.name)
        hidden = one.name in _ALSO or not (one.repr or one.name in _KEPT)
        changed[one.name] = _BLANK.get(type(held)) if hidden else masked(held)
    return replace(value, **changed)
