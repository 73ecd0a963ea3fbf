"""The visible part of an XForm: which control asks which question, with which words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forms.errors import LimitExceeded, SourceRefused, Where
from forms.model import NO_TEXT, Choice, Choices, Notice, Text
from forms.paths import resolve
from forms.xmlsafe import local

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from forms.limits import Limits
    from forms.xform_texts import Words

JR = "{http://openrosa.org/javarosa}"
_ASKING = frozenset(("input", "select", "select1", "rank", "upload", "trigger", "range", "secret"))
_HOLDING = frozenset(("group", "repeat"))
_LIST = re.compile(r"""instance\(\s*['"]([^'"]+)['"]\s*\)""")
# Choices that another program fetches when the question is asked.
_SEARCH = re.compile(r"\bsearch\s*\(")
_TEXT_ID_COLUMN = re.compile(r"^\s*jr:itext\((.*)\)\s*$", re.DOTALL)


@dataclass(slots=True)
class Control:
    """What the body says about one node of the form."""

    kind: str = ""
    label: Text = NO_TEXT
    hint: Text = NO_TEXT
    appearance: str = ""
    choices: Choices | None = None
    count: str = ""
    fixed: bool = False
    range: tuple[str, str, str] = ("", "", "")


@dataclass(slots=True)
class Body:
    """The controls of a form by the path of their node, and the actions nested in them."""

    controls: dict[tuple[str, ...], Control] = field(default_factory=dict)
    repeats: set[tuple[str, ...]] = field(default_factory=set)
    nested: list[tuple[tuple[str, ...], Element]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


class BodyReader:
    """Walks the body once and notes what each control says."""

    def __init__(self, words: Words, bind_ids: Mapping[str, str], limits: Limits) -> None:
        self.body = Body()
        self._words = words
        self._bind_ids = bind_ids
        self._limits = limits

    def read(self, element: Element, context: tuple[str, ...], depth: int = 0) -> None:
        """Note every control below this element."""
        if depth > self._limits.definition_depth * 2:
            raise LimitExceeded("limit.definition_depth", limit=self._limits.definition_depth)
        for child in element:
            kind = local(child)
            if kind in _ASKING:
                path = self._ask(child, kind, context)
            elif kind in _HOLDING:
                path = self._hold(child, kind, context)
                self.read(child, path, depth + 1)
            elif kind == "setvalue":
                self.body.nested.append((context, child))
                continue
            else:
                continue
            if kind in _ASKING:
                self.body.nested.extend(
                    (path, action) for action in child if local(action) == "setvalue"
                )

    def _path(self, element: Element, context: tuple[str, ...]) -> tuple[str, ...]:
        """Return the path of the node a control is bound to, or the context."""
        ref = self._bind_ids.get(element.get("bind", "")) or (
            element.get("ref") or element.get("nodeset")
        )
        return resolve(ref, context) if ref else context

    def _ask(self, element: Element, kind: str, context: tuple[str, ...]) -> tuple[str, ...]:
        """Note a control that asks a question."""
        path = self._path(element, context)
        if path == context:
            raise SourceRefused("source.control_without_node", where=Where(question=kind))
        if element.get("query") or _SEARCH.search(element.get("appearance", "")):
            where = Where(question="/" + "/".join(path))
            raise SourceRefused("source.choices_fetched", where=where)
        control = self.body.controls.setdefault(path, Control())
        control.kind = kind
        self._describe(control, element)
        control.choices = self._choices(element)
        control.range = (
            element.get("start", ""),
            element.get("end", ""),
            element.get("step", ""),
        )
        return path

    def _hold(self, element: Element, kind: str, context: tuple[str, ...]) -> tuple[str, ...]:
        """Note a group or a repeat."""
        path = self._path(element, context)
        if path == context and kind == "group":
            self._without_node(element, context)
            return path
        control = self.body.controls.setdefault(path, Control())
        if kind == "repeat":
            self.body.repeats.add(path)
            control.kind = "repeat"
            control.count = element.get(f"{JR}count", "").strip()
            control.fixed = element.get(f"{JR}noAddRemove", "").startswith("true")
        elif not control.kind:
            control.kind = "group"
        self._describe(control, element)
        return path

    def _without_node(self, element: Element, context: tuple[str, ...]) -> None:
        """Keep the words of a group that has no node of its own: its one repeat says them."""
        repeats = [child for child in element if local(child) == "repeat"]
        if len(repeats) == 1:
            path = self._path(repeats[0], context)
            self._describe(self.body.controls.setdefault(path, Control()), element)
            return
        said = Control()
        self._describe(said, element)
        if said.label:
            pieces = said.label.pieces(("", self._words.default, *self._words.languages))
            plain = "".join(piece for piece in pieces if isinstance(piece, str))
            self.body.notices.append(Notice("group_without_node", "/" + "/".join(context), plain))

    def _describe(self, control: Control, element: Element) -> None:
        """Note label, hint and appearance, keeping what an outer group said first."""
        control.appearance = (element.get("appearance") or control.appearance).strip()
        for child in element:
            if local(child) == "label":
                control.label = self._words.of(child) or control.label
            elif local(child) == "hint":
                control.hint = self._words.of(child) or control.hint

    def _choices(self, element: Element) -> Choices | None:
        """Return where the choices of a control come from."""
        inline = []
        for child in element:
            if local(child) == "itemset":
                return self._itemset(child)
            if local(child) == "item":
                parts = {local(part): part for part in child}
                value = parts.get("value")
                code = "" if value is None else (value.text or "").strip()
                inline.append(Choice(code, self._words.of(parts.get("label"))))
        if len(inline) > self._limits.list_choices:
            raise LimitExceeded("limit.choices", limit=self._limits.list_choices)
        return Choices(inline=tuple(inline)) if inline else None

    @staticmethod
    def _itemset(element: Element) -> Choices:
        """Return the list, the filter and the columns of an itemset."""
        parts = {local(part): part.get("ref", "") for part in element}
        nodeset = element.get("nodeset", "").strip()
        found = _LIST.search(nodeset)
        label = parts.get("label", "").strip()
        by_id = _TEXT_ID_COLUMN.match(label)
        return Choices(
            list_name=found[1] if found else "",
            nodeset=nodeset,
            value_ref=parts.get("value", "").strip() or "name",
            label_ref=by_id[1].strip() if by_id else label,
            label_is_text_id=by_id is not None,
        )
