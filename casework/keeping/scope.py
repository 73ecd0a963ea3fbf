"""What stays on this laptop although a case is kept elsewhere as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from casework.team.restricted import is_restricted

if TYPE_CHECKING:
    from collections.abc import Mapping

# A compartment of its own: it leaves for safety and for justice, and is never only stored.
_ALLEGED: Final = "exploiter"
_NOTE: Final = "note"
_STATE, _BEGUN = "state", "draft"
# By these a form says of itself who may read it.
MARKS: Final = frozenset({_STATE, "note.restricted"})


def stays_here(form: Mapping[str, Any]) -> bool:
    """Return whether a form, by its facts and its answers, is for nobody elsewhere.

    A note that few may read is read by others wherever they have the case; and one that is only
    begun may have its mark still to come.
    """
    kind = form.get("form_id")
    if kind == _ALLEGED:
        return True
    return kind == _NOTE and (form.get(_STATE) == _BEGUN or is_restricted(form))
