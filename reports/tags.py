"""The structure of a document for those who hear it: headings, paragraphs, tables, lists."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, Object, String

if TYPE_CHECKING:
    from pikepdf import Pdf


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch of one page's content; pages count from 0."""

    page: int
    number: int


@dataclass(slots=True)
class Element:
    """One part of the document; `spoken` replaces what a reader would guess from the page.

    A drawing has a sentence in its stead, its `alternative`, and the `box` it stands in, in points.
    A `language` is named where it is not the document's.
    """

    role: str
    spoken: str | None = field(default=None, repr=False)
    scope: str | None = None
    alternative: str | None = field(default=None, repr=False)
    box: tuple[float, float, float, float] | None = None
    language: str | None = None
    children: list[Element | Mark] = field(default_factory=list, repr=False)

    def child(self, role: str, *, scope: str | None = None) -> Element:
        """Return a new part inside this one."""
        made = Element(role, scope=scope)
        self.children.append(made)
        return made


class TagTree:
    """The structure of one document, built while its pages are drawn."""

    def __init__(self) -> None:
        self.document = Element("Document")
        self._marks: Counter[int] = Counter()

    def mark(self, element: Element, page: int) -> Mark:
        """Return a new mark on a page that belongs to an element."""
        mark = Mark(page, self._marks[page])
        self._marks[page] += 1
        element.children.append(mark)
        return mark

    def write(self, pdf: Pdf) -> None:
        """Put the structure into a document whose pages carry the marks."""
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        parents: dict[int, dict[int, Object]] = {}
        root.K = Array([_written(pdf, self.document, root, parents)])
        numbers = Array()
        for page, marks in sorted(parents.items()):
            numbers.append(page)
            numbers.append(pdf.make_indirect(Array([marks[at] for at in range(len(marks))])))
            pdf.pages[page].obj.StructParents = page
            pdf.pages[page].obj.Tabs = Name.S
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
        root.ParentTreeNextKey = len(pdf.pages)
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)


def _written(
    pdf: Pdf, element: Element, parent: Object, parents: dict[int, dict[int, Object]]
) -> Object:
    made = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{element.role}"), P=parent))
    if element.spoken is not None:
        made.ActualText = String(element.spoken)
    if element.language is not None:
        made.Lang = String(element.language)
    if element.alternative is not None:
        made.Alt = String(element.alternative)
    if element.box is not None:
        made.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array(_rounded(element.box)))
    if element.scope is not None:
        made.A = Dictionary(O=Name.Table, Scope=Name(f"/{element.scope}"))
    made.K = Array([_kid(pdf, child, made, parents) for child in element.children])
    return made


def _rounded(box: tuple[float, ...]) -> list[Decimal]:
    return [Decimal(f"{at:.2f}") for at in box]


def _kid(
    pdf: Pdf, child: Element | Mark, parent: Object, parents: dict[int, dict[int, Object]]
) -> Object:
    if isinstance(child, Element):
        return _written(pdf, child, parent, parents)
    parents.setdefault(child.page, {})[child.number] = parent
    return Dictionary(Type=Name.MCR, Pg=pdf.pages[child.page].obj, MCID=child.number)
