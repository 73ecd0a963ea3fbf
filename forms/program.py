"""A form made ready to compute: expressions compiled when first needed, lists as trees."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from forms.errors import ExpressionRefused, LimitExceeded, Where
from forms.expr import Node, Scope, compile_expression, document, element, freeze, rows_document
from forms.limits import LIMITS
from forms.model import Group, Repeat

if TYPE_CHECKING:
    from forms.expr import Expression
    from forms.limits import Limits
    from forms.model import Branch, ChoiceList, FormModel, Item

Path = tuple[str, ...]


class Program:
    """What every session of one form shares."""

    def __init__(self, model: FormModel, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self.items: dict[Path, Item] = {item.path: item for item in model.items()}
        self.repeats = frozenset(p for p, item in self.items.items() if isinstance(item, Repeat))
        self.shape: dict[Path, tuple[str, ...]] = {
            path: tuple(child.name for child in item.children)
            for path, item in self.items.items()
            if isinstance(item, Group)
        }
        self.shape[()] = (model.root.name,)
        self._model_lists = model.lists
        self._namespaces = model.namespaces
        self._instances = frozenset(model.lists) | ({model.instance_id} - {""})
        self._compiled: dict[tuple[str, Path], Expression] = {}
        self._lists: dict[str, Node] | None = None
        self.inside: dict[Path, tuple[int, ...]] = {}
        for number, rule in enumerate(model.graph.rules):
            for depth in range(1, len(rule.path) + 1):
                above = rule.path[:depth]
                self.inside[above] = (*self.inside.get(above, ()), number)

    def expression(self, text: str, path: Path) -> Expression:
        """Return a compiled expression; it is compiled the first time only."""
        found = self._compiled.get((text, path))
        if found is None:
            found = self._compiled[text, path] = self._compile(text, path)
        return found

    def lists(self) -> dict[str, Node]:
        """Return the form's own lists as trees that expressions can read."""
        if self._lists is None:
            self._lists = {name: list_tree(found) for name, found in self._model_lists.items()}
        return self._lists

    def _compile(self, text: str, path: Path) -> Expression:
        """Return a compiled expression or the error with the question it stands at."""
        scope = Scope(
            path=path,
            repeats=self.repeats,
            shape=self.shape,
            namespaces=self._namespaces,
            instances=self._instances,
            limits=self.limits,
        )
        try:
            return compile_expression(text, scope)
        except (ExpressionRefused, LimitExceeded) as refused:
            raise refused.at(Where(question="/" + "/".join(path))) from None


_PROGRAMS: WeakKeyDictionary[FormModel, Program] = WeakKeyDictionary()


def program_of(model: FormModel) -> Program:
    """Return the program of a form, made once for each compiled form."""
    found = _PROGRAMS.get(model)
    if found is None:
        found = _PROGRAMS[model] = Program(model)
    return found


def list_tree(found: ChoiceList) -> Node:
    """Return one list as a frozen tree."""
    if found.tree:
        return freeze(document(*(_branch_tree(branch) for branch in found.tree)))
    rows = (
        {name: cell for name, cell in zip(found.columns, row, strict=True) if cell is not None}
        for row in found.rows
    )
    return rows_document(rows, found.root, found.item)


def _branch_tree(branch: Branch) -> Node:
    """Return a branch of an irregular list as a tree."""
    node = element(branch.name, branch.value, *(_branch_tree(child) for child in branch.children))
    for name, value in branch.attributes.items():
        node.set_attribute(name, value)
    return node
