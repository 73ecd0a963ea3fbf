"""The lists of an XForm: rows for choices and look-ups, held apart from the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from forms.errors import LimitExceeded, SourceRefused, Where
from forms.model import Branch, ChoiceList
from forms.xmlsafe import local, namespace

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from forms.limits import Limits

# The lists that the office gives whenever a form is opened.
HOUSE_LISTS: Final = frozenset(("services", "episodes", "consent_texts"))
_OWN_SCHEME = "jr://"


def read_lists(instances: list[Element], limits: Limits) -> dict[str, ChoiceList]:
    """Return the lists among the instances of a form, by name."""
    found: dict[str, ChoiceList] = {}
    for instance in instances:
        name = instance.get("id", "")
        if name in found:
            raise SourceRefused("source.duplicate_list", where=Where(question=name))
        found[name] = _read_list(name, instance, limits)
    return found


def _read_list(name: str, instance: Element, limits: Limits) -> ChoiceList:
    """Return one list: its rows, or the name of the file that holds them."""
    source = instance.get("src", "")
    if source and not source.startswith(_OWN_SCHEME):
        raise SourceRefused("source.external_url", where=Where(question=name))
    roots = list(instance)
    if source:
        return ChoiceList(name, external=source)
    if len(roots) != 1:
        return ChoiceList(name, tree=tuple(_branch(root) for root in roots))
    root = roots[0]
    if len(root) > limits.list_choices:
        raise LimitExceeded("limit.choices", where=Where(question=name), limit=limits.list_choices)
    if not _is_table(root):
        return ChoiceList(name, tree=(_branch(root),))
    return _table(name, root)


def _is_table(root: Element) -> bool:
    """Return whether every row has the same name, plain cells and no cell twice."""
    if root.attrib or len({local(row) for row in root}) != 1:
        return False
    return not any(
        row.attrib
        or any(len(cell) or cell.attrib for cell in row)
        or len({local(cell) for cell in row}) != len(row)
        or not len(row)
        for row in root
    )


def _table(name: str, root: Element) -> ChoiceList:
    """Return a list that is a plain table."""
    columns: dict[str, int] = {}
    for row in root:
        for cell in row:
            columns.setdefault(local(cell), len(columns))
    rows = []
    for row in root:
        cells: list[str | None] = [None] * len(columns)
        for cell in row:
            cells[columns[local(cell)]] = cell.text or ""
        rows.append(tuple(cells))
    return ChoiceList(name, tuple(columns), tuple(rows), local(root), local(root[0]))


def _branch(element: Element) -> Branch:
    """Return an element of a list that is not a plain table, with what is below it."""
    return Branch(
        local(element),
        "" if len(element) else (element.text or ""),
        {key.rpartition("}")[2]: value for key, value in element.items() if not namespace(key)},
        tuple(_branch(child) for child in element),
    )
