"""In which cases nobody is called: two laptops say different things of contact, or it is masked."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from casework.ports.stores import UnitOfWork

# Stands for the way to reach her while two answers about it wait for a decision.
UNDECIDED: Final = "undecided"
# And while the case is masked: whether there is one is not told either.
MASKED: Final = "masked"


def undecided_cases(work: UnitOfWork) -> frozenset[str]:
    """Return the ids of those cases, as far as this worker sees them as they are.

    It is what the case itself says above everything; where nothing waits it costs one look.
    """
    if not work.waiting.is_any():
        return frozenset()
    # Imported where something waits: a list is seen before that is known.
    area: str = import_module("casework.records.contact").AREA
    fields_of = import_module("casework.records.conflict").fields_of
    asked: dict[tuple[str, str], frozenset[str]] = {}
    found = set()
    for one in work.conflicts.found():
        form = one.place.form_id, one.place.version
        if form not in asked:
            model = work.documents.model(*form) if one.place.form_id else None
            questions = model.questions() if model is not None else ()
            asked[form] = frozenset(each.qid for each in questions if each.map.startswith(area))
        if not asked[form].isdisjoint(fields_of(one)):
            found.add(one.place.case_id)
    return frozenset(found)
