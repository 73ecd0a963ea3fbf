"""A submission as XML, as programs on telephones write it and servers keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from forms.errors import SourceRefused
from forms.model import Item, Repeat
from forms.submissions.asked_here import names_asked
from forms.submissions.submission import Given
from forms.xform_draft import TEMPLATE
from forms.xmlsafe import local, parse_xml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from forms.limits import Limits
    from forms.model import FormModel

    Pair = tuple[str, object]

_A_FORM: Final = "html"
_VERSION: Final = ("version", "{http://openrosa.org/xforms}version")


def read_xml(model: FormModel, place: str, source: bytes, limits: Limits) -> Given:
    """Return the one submission of an XML file; raises SourceRefused."""
    top, _ = parse_xml(source, limits)
    if top.get("encrypted"):
        raise SourceRefused("answers.encrypted")
    if local(top) == _A_FORM:
        raise SourceRefused("answers.a_form")
    names = names_asked(model)
    version = next((top.get(name, "") for name in _VERSION if top.get(name)), "")
    pairs = _Leaves(names).below(top, model.root.path, "")
    return Given(place, pairs, top.get("id", ""), version)


class _Leaves:
    """Finds what is answered in elements: groups are gone through, rows are gathered."""

    def __init__(self, names: Mapping[tuple[str, ...], Mapping[str, Item]]) -> None:
        self._names = names

    def below(self, holder: Element, path: tuple[str, ...], above: str) -> list[Pair]:
        """Return names with their groups, and texts, of all that stands in an element."""
        pairs: list[Pair] = []
        rows: dict[str, list[list[Pair]]] = {}
        for child in holder:
            name = f"{above}{local(child)}"
            item = self._names[path].get(name)
            if isinstance(item, Repeat):
                if child.get(TEMPLATE) is None:
                    if name not in rows:
                        rows[name] = []
                        pairs.append((name, rows[name]))
                    rows[name].append(self.below(child, item.path, f"{name}/"))
            elif len(child):
                pairs += self.below(child, path, f"{name}/")
            else:
                pairs.append((name, child.text or ""))
        return pairs
