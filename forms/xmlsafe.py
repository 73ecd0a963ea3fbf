"""Reading XML that strangers wrote: no DOCTYPE, no entities, bounded size, depth and count."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from xml.parsers.expat.errors import XML_ERROR_INVALID_TOKEN, XML_ERROR_UNBOUND_PREFIX, codes

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from forms.errors import SourceRefused

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from forms.limits import Limits


DEEPEST = 64
MOST_ELEMENTS = 1_000_000
_UNBOUND = codes[XML_ERROR_UNBOUND_PREFIX]
_INVALID = codes[XML_ERROR_INVALID_TOKEN]
_NAME_BEFORE = re.compile(rb"</?([^\s<>/]*)$")
_NAME_AFTER = re.compile(rb"[^\s<>/]*")
_DECLARED = re.compile(rb"xmlns:([\w.-]+)\s*=")
_PREFIX = re.compile(rb"[\s</]([^\s<>/:=\"']+):[^\s<>/:=\"']+")
_LONGEST_ELEMENT = 100


def parse_xml(source: bytes, limits: Limits) -> tuple[Element, dict[str, str]]:
    """Return the root element and every namespace prefix that the source declares."""
    if len(source) > limits.source_bytes:
        raise SourceRefused("source.too_large", limit=limits.source_bytes)
    prefixes: dict[str, str] = {}
    try:
        return _read(source, prefixes), prefixes
    except DefusedXmlException as refused:
        raise SourceRefused("source.entities") from refused
    except ParseError as broken:
        if broken.code == _UNBOUND:
            prefix = _unbound(source, *broken.position)
            raise SourceRefused("source.unknown_prefix", prefix=prefix) from broken
        name = _foreign_name(source, *broken.position) if broken.code == _INVALID else ""
        if name:
            raise SourceRefused("source.name_letters", name=name) from broken
        raise SourceRefused("source.broken") from broken
    except (ValueError, LookupError) as broken:
        raise SourceRefused("source.broken") from broken


def _unbound(source: bytes, line: int, column: int) -> str:
    """Return the prefix that is declared nowhere, of the element that the parser stopped at."""
    declared = set(_DECLARED.findall(source))
    start = source.splitlines(keepends=True)[line - 1 :][:_LONGEST_ELEMENT]
    used = _PREFIX.findall(b"".join(start)[column:].partition(b">")[0])
    found = next((prefix for prefix in used if prefix not in declared), b"")
    return found.decode(errors="replace")


def _foreign_name(source: bytes, line: int, column: int) -> str:
    """Return the name that the parser stopped at, if only its letters are younger than XML's own.

    XLSForm lets a name have the letters of every script; XML was written before some had signs.
    """
    written = b"".join(source.splitlines()[line - 1 : line])
    before = _NAME_BEFORE.search(written[:column])
    after = _NAME_AFTER.match(written[column:])
    if before is None or after is None:
        return ""
    name = (before[1] + after[0]).decode(errors="replace")
    plain = name.translate(dict.fromkeys(map(ord, "_-.")))
    return name if plain.isalnum() and not name[0].isdigit() else ""


def _read(source: bytes, prefixes: dict[str, str]) -> Element:
    """Return the root element, stopping at the first limit that is passed."""
    depth = count = 0
    root: Element | None = None
    for event, found in iterparse(
        BytesIO(source), events=("start", "end", "start-ns"), forbid_dtd=True
    ):
        if event == "start":
            depth += 1
            count += 1
            root = found if root is None else root
            if depth > DEEPEST:
                raise SourceRefused("source.depth", limit=DEEPEST)
            if count > MOST_ELEMENTS:
                raise SourceRefused("source.elements", limit=MOST_ELEMENTS)
        elif event == "end":
            depth -= 1
        elif found[0]:
            prefixes.setdefault(found[0], found[1])
    if root is None:
        raise SourceRefused("source.broken")
    return root


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def namespace(tag: str) -> str:
    """Return the namespace of a tag or attribute name, or nothing."""
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""
