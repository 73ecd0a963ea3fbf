"""What a form asks of a program that is not done here; it can be used all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.model import Notice
from forms.paths import means_attribute
from forms.xmlsafe import local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from forms.xform_draft import Draft

_ASKS_THE_DEVICE = frozenset(("setgeopoint", "recordaudio"))
_META = "meta"


def lacking(model: Element, body: Element | None, drafts: Iterable[Draft]) -> tuple[Notice, ...]:
    """Return a notice for each thing that stays empty or is not made."""
    found = [*_of_drafts(drafts), *_of_binds(model)]
    for part in (model, body):
        if part is not None:
            found += [
                Notice("stays_empty", element.get("ref", ""), local(element))
                for element in part.iter()
                if local(element) in _ASKS_THE_DEVICE
            ]
    return tuple(dict.fromkeys(found))


def _of_drafts(drafts: Iterable[Draft]) -> Iterator[Notice]:
    for draft in drafts:
        if draft.path[-2:] == (_META, "audit"):
            yield Notice("stays_empty", "/" + "/".join(draft.path), draft.name)
        if "dataset" in draft.attributes and _META in draft.path:
            yield Notice("no_entities", draft.attributes["dataset"])


def _of_binds(model: Element) -> Iterator[Notice]:
    """Return what is said of attributes, but for those of entities, of which there is a notice."""
    for bind in model:
        nodeset = bind.get("nodeset", "") if local(bind) == "bind" else ""
        if means_attribute(nodeset) and f"/{_META}/" not in nodeset:
            yield Notice("attribute_left_out", nodeset)
