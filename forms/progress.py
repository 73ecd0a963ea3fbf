"""How far a form is: its groups that ask something, and those in which something was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.document import each_answer
from forms.lexical import read_back
from forms.model import Group, Question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forms.document import FormDoc
    from forms.model import FormModel, Item


def groups_of(model: FormModel) -> tuple[Group, ...]:
    """Return the groups at the top of a form that ask something, or the whole if it has none."""
    children = model.root.children
    groups = [item for item in children if isinstance(item, Group) and any(_asked(item))]
    return tuple(groups) or (model.root,)


def answered_groups(model: FormModel, doc: FormDoc) -> int:
    """Return in how many of these groups somebody answered something."""
    said = {qid: read_back(value) for qid, value, _ in each_answer(doc.values)}
    return sum(
        any(said.get(question.qid, "") not in ("", question.default) for question in _asked(group))
        for group in groups_of(model)
    )


def _asked(item: Item) -> Iterator[Question]:
    """Return the questions within an item that a person can answer."""
    if isinstance(item, Group):
        for child in item.children:
            yield from _asked(child)
    elif isinstance(item, Question) and _is_asked(item):
        yield item


def _is_asked(question: Question) -> bool:
    return bool(question.control) and not question.calculate and question.readonly != "true()"
