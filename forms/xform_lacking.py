"""What a form asks of a program that is not done here; it can be used all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.actions import fills
from forms.model import Notice
from forms.paths import means_attribute
from forms.xform_draft import JR
from forms.xform_lists import HOUSE_LISTS
from forms.xmlsafe import local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from forms.xform_draft import Draft

_ASKS_THE_DEVICE = frozenset(("setgeopoint", "recordaudio"))
_META = "meta"


def lacking(model: Element, body: Element | None, drafts: Iterable[Draft]) -> tuple[Notice, ...]:
    """Return a notice for each thing that stays empty or is not made."""
    found = [*_of_drafts(drafts), *_of_binds(model), *_of_lists(model)]
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
        kind, detail = draft.bind.get(f"{JR}preload", ""), draft.bind.get(f"{JR}preloadParams", "")
        if kind and not fills(kind, detail):
            yield Notice("stays_empty", "/" + "/".join(draft.path), detail or kind)


def _of_lists(model: Element) -> Iterator[Notice]:
    for instance in model:
        name, source = instance.get("id", ""), instance.get("src", "")
        if local(instance) == "instance" and source and name not in HOUSE_LISTS:
            yield Notice("missing_list", name, source)


def _of_binds(model: Element) -> Iterator[Notice]:
    """Return what is said of attributes, but for those of entities, of which there is a notice."""
    for bind in model:
        nodeset = bind.get("nodeset", "") if local(bind) == "bind" else ""
        if means_attribute(nodeset) and f"/{_META}/" not in nodeset:
            yield Notice("attribute_left_out", nodeset)
