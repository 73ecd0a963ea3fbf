"""Which question a name in a file means: names carry their groups, and join them in many ways."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from forms.derived import OfModel
from forms.model import Group, Question, Repeat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from forms.model import FormModel, Item

# How groups are joined to names: Kobo's way, that of Central, and what some tables make of both.
_JOINTS: Final = (":", ".", "-", "/")
_CHOICE_JOINTS: Final = ("/", ".")


def _below(holder: Group) -> Iterator[Item]:
    """Return questions and repeats of a group, without what is inside the repeats."""
    for child in holder.children:
        if isinstance(child, Group) and not isinstance(child, Repeat):
            yield from _below(child)
        else:
            yield child


def _names(holder: Group) -> dict[str, Item]:
    """Return what is asked in a form or in a row of a repeat, by every name it may have."""
    items = list(_below(holder))
    often = Counter(item.name for item in items)
    found = {item.name: item for item in items if often[item.name] == 1}
    inside = len(holder.path)
    for joint in _JOINTS:
        for start in (inside, 1):
            found |= {joint.join(item.path[start:]): item for item in items}
    return found


def _names_of(model: FormModel) -> Mapping[tuple[str, ...], Mapping[str, Item]]:
    """Return the names of each holder of rows: the form itself, and every repeat."""
    holders = [item for item in model.items() if isinstance(item, Repeat)]
    return {one.path: _names(one) for one in (model.root, *holders)}


names_asked: OfModel[Mapping[tuple[str, ...], Mapping[str, Item]]] = OfModel(_names_of)


def chosen_apart(names: Mapping[str, Item], name: str) -> tuple[Question, str] | None:
    """Return the question and the code of a column that stands for one choice of several."""
    for joint in _CHOICE_JOINTS:
        above, found, code = name.rpartition(joint)
        item = names.get(above) if found else None
        if isinstance(item, Question) and item.takes_several:
            return item, code
    return None
