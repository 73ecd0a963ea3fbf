"""Letters as files: what each kind says, asks for and shows, read and checked once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from casework.consent.grant import Purpose
from casework.need_to_know import items
from texts import TextMissing, say
from texts.catalogue import catalogue
from texts.language import SOURCE_LANGUAGE, ages_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FOLDER: Final = Path(__file__).parent / "letters"
NEEDS: Final = frozenset({"must", "may"})
_FILLED: Final = re.compile(r"\{(\w+)")
_OF_OFFICE: Final = frozenset({"office", "phone", "hours"})


class TemplateWrong(Exception):
    """Raised when a letter file names what does not exist; carries the kind and the name."""

    def __init__(self, kind: str, code: str, name: str) -> None:
        self.kind, self.code, self.name = kind, code, name
        super().__init__(f"{kind} {code} {name}")


@dataclass(frozen=True, slots=True)
class Section:
    """Items that stand together under a heading; `words` introduces what the worker asks."""

    heading: str
    items: tuple[str, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Warnings:
    """What must not be done: the item that says it for this case, and what is always said."""

    heading: str
    item: str | None
    always: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of a slip: its words, and whether there is room to write after them."""

    text: str
    blank: bool


@dataclass(frozen=True, slots=True)
class Slip:
    """The part to tear off and send back."""

    heading: str
    how: str
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of letter; sentences are named by their text ids."""

    kind: str
    edition: int
    purpose: Purpose | None
    title: str
    validity: str | None
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    rest: str
    must: frozenset[str]
    warnings: Warnings
    closing: tuple[str, ...]
    slip: Slip
    law: str = ""


def kinds() -> tuple[str, ...]:
    """Return the kinds of letter there are."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def template(kind: str) -> Template:
    """Return the template of a kind of letter.

    Raises TemplateWrong when there is none, or when it names an unknown item, purpose or text.
    """
    if kind not in kinds():
        raise TemplateWrong(kind, "unknown_kind", kind)
    return read(kind, (FOLDER / f"{kind}.toml").read_text("utf-8"))


@cache
def fixed_sentences(language: str) -> frozenset[str]:
    """Return what letters of a language say with no word filled in: the same in each of them."""
    sentences = catalogue(language)
    ids = {one for kind in kinds() for one in _text_ids(template(kind))}
    ids |= {item.label_id for item in items().values()}
    said = (sentences.gettext(one) for one in ids)
    return frozenset(words for words in said if "{" not in words)


@cache
def of_office(text_id: str, language: str) -> bool:
    """Return whether a sentence says nothing but what its office says in every letter."""
    filled = set(_FILLED.findall(catalogue(language).gettext(text_id)))
    return filled <= _OF_OFFICE


def item_label(item: str, language: str) -> str:
    """Return what a letter calls an item."""
    return ages_in(say(items()[item].label_id, language=language), language)


def read(kind: str, source: str) -> Template:
    """Return the template that a file's text describes, checked."""
    table = tomllib.loads(source)
    try:
        found = _template(kind, table)
    except (KeyError, TypeError) as wrong:
        raise TemplateWrong(kind, "wrong_shape", str(wrong)) from None
    _check_items(found)
    _check_texts(found)
    return found


def _template(kind: str, table: Mapping[str, Any]) -> Template:
    sections = [_section(kind, row) for row in table.get("section", [])]
    must = [name for _, needed in sections for name in needed]
    purpose = table.get("purpose")
    if purpose is not None and purpose not in set(Purpose):
        raise TemplateWrong(kind, "unknown_purpose", purpose)
    warnings, slip = table["warnings"], table["slip"]
    return Template(
        kind=kind,
        edition=table["edition"],
        purpose=None if purpose is None else Purpose(purpose),
        title=table["title"],
        validity=table.get("validity"),
        opening=tuple(table["opening"]),
        sections=tuple(section for section, _ in sections),
        rest=table["rest"],
        must=frozenset(must),
        warnings=Warnings(warnings["heading"], warnings.get("item"), tuple(warnings["always"])),
        closing=tuple(table["closing"]),
        slip=Slip(slip["heading"], slip["how"], tuple(Tick(**row) for row in slip["ticks"])),
        law=table.get("law", ""),
    )


def _section(kind: str, row: Mapping[str, Any]) -> tuple[Section, list[str]]:
    """Return a section, and which of its items the letter cannot do without."""
    for item in row["items"]:
        if item["need"] not in NEEDS:
            raise TemplateWrong(kind, "unknown_need", item["need"])
    must = [item["id"] for item in row["items"] if item["need"] == "must"]
    named = tuple(item["id"] for item in row["items"])
    return Section(row["heading"], named, row.get("words", "")), must


def _check_items(found: Template) -> None:
    named = [name for section in found.sections for name in section.items]
    if found.warnings.item:
        named.append(found.warnings.item)
    for name in named:
        if name not in items():
            raise TemplateWrong(found.kind, "unknown_item", name)
        if named.count(name) > 1:
            raise TemplateWrong(found.kind, "item_twice", name)


def _check_texts(found: Template) -> None:
    sentences = catalogue(SOURCE_LANGUAGE)
    for text_id in _text_ids(found):
        try:
            sentences.gettext(text_id)
        except TextMissing:
            raise TemplateWrong(found.kind, "unknown_text", text_id) from None


def _text_ids(found: Template) -> Iterable[str]:
    yield from (found.title, found.rest, *found.opening, *found.closing)
    yield from () if found.validity is None else (found.validity,)
    yield from (found.law,) if found.law else ()
    yield from (section.heading for section in found.sections)
    yield from (section.words for section in found.sections if section.words)
    yield from (found.warnings.heading, *found.warnings.always)
    yield from (found.slip.heading, found.slip.how)
    yield from (tick.text for tick in found.slip.ticks)
