"""The lists of the field: stable codes, labels per language, and what each standard makes of them.

A code is never deleted: a retired one stays readable and is no longer offered.
Codes carry no number and cannot be compared; only words are sorted, when shown.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from texts.catalogue import stretched
from texts.cldr import language_name, territory
from texts.language import STRETCHED, language_of
from texts.sentences import HERS, WORKER, code_in_words, with_terms
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER: Final = Path(__file__).parent / "codes"
# The language in which every label exists, shown where a translation is still missing.
_FIRST_LANGUAGE: Final = "en"
_OTHER: Final = "other"
# The lists whose words every language has in the data of the world.
_NAMED_BY_CLDR: Final = MappingProxyType({"country": territory, "language": language_name})
# Three answers are none in every list that has them. What letters in other languages call these,
# and what tables of before did, stands in this list for all; what each list calls them now, in its
# own: a person does not know, and what others note is not known.
ANY_LIST: Final = "yes_no_answer"
# What the person decides about comes first, and last what nobody has asked yet.
_UNSAID: Final = ("does_not_want_to_say", "not_known", "not_asked")


class CodeUnknown(LookupError):
    """Raised when there is no such list or no such code; carries ids only."""


@dataclass(frozen=True, slots=True)
class StandardCode:
    """What one version of a standard makes of a code; an empty code means that it has none."""

    standard: str
    version: str
    code: str
    loss: str


@dataclass(frozen=True, slots=True)
class Code:
    """One code; its `parent` is the code of another list that it belongs under, if any.

    Where a list changed, a code is `part_of` a retired one, or `holds` several retired ones. By
    what it was called `earlier` it is understood in tables, which people fill for weeks.
    """

    id: str
    labels: Mapping[str, str]
    definition: Mapping[str, str]
    parent: str
    non_answer: bool
    retired: bool
    mapping: tuple[StandardCode, ...]
    part_of: str = ""
    holds: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    def label(self, language: str, audience: str = HERS) -> str:
        """Return the words for this code in a language."""
        words = self.labels.get(language) or self.labels[_FIRST_LANGUAGE]
        words = with_terms(words, audience, language)
        return stretched(words) if language == STRETCHED.code else words


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list; `standards` names those that know its concept and so map every code of it."""

    id: str
    labels: Mapping[str, str]
    codes: Mapping[str, Code]
    in_file_order: bool
    standards: tuple[str, ...]


@cache
def code_list_ids() -> tuple[str, ...]:
    """Return the ids of all lists."""
    files = _FOLDER.iterdir()
    return tuple(sorted(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml")))


@cache
def code_list(list_id: str) -> CodeList:
    """Return a list by its id.

    Raises CodeUnknown when there is none.
    """
    if list_id not in code_list_ids():
        raise CodeUnknown(list_id)
    text = (_FOLDER / f"{list_id}.toml").read_text("utf-8")
    rows = tomllib.loads(text)
    return CodeList(
        id=rows["id"],
        labels=MappingProxyType(rows["label"]),
        codes=MappingProxyType({row["id"]: _code(row) for row in rows["code"]}),
        in_file_order=rows.get("in_file_order", False),
        standards=tuple(rows.get("standards", ())),
    )


def label(list_id: str, code: str, language: str, audience: str = HERS) -> str:
    """Return the words for a code, retired or not, in a language, as on paper or as some read it.

    A code that is not known here is shown as it is: a newer program, or a form with a list of its
    own, may have it.
    """
    try:
        found = code_list(list_id).codes[code]
    except LookupError:
        return code
    if language in found.labels or language == STRETCHED.code:
        return found.label(language, audience)
    return _in_letters(list_id, found, language) or found.label(language)


def spoken(list_id: str, code: str) -> str:
    """Return the words for a code as the window says it, people called as the office calls them."""
    return label(list_id, code, language_of(None).code, WORKER)


def _in_letters(list_id: str, code: Code, language: str) -> str | None:
    """Return the words for a code in a language that only letters are written in."""
    if list_id in _NAMED_BY_CLDR and not code.non_answer:
        return _NAMED_BY_CLDR[list_id](code.id, language_of(language).locale)
    return code_in_words(ANY_LIST if code.non_answer else list_id, code.id, language)


def in_display_order(list_id: str, language: str) -> tuple[Code, ...]:
    """Return the codes on offer as people read them: A-Z, then "other", then the non-answers.

    Lists whose order is a fact of the world, such as age bands, keep the order of their file.
    Non-answers stand under every question in one order in every language.
    """
    found = code_list(list_id)
    offered = [code for code in found.codes.values() if not code.retired]
    answers = [code for code in offered if not code.non_answer]
    if not found.in_file_order:
        answers.sort(key=lambda code: (code.id == _OTHER, sort_key(code.label(language))))
    else:
        answers.sort(key=lambda code: code.id == _OTHER)
    none = sorted(
        (code for code in offered if code.non_answer), key=lambda code: _UNSAID.index(code.id)
    )
    return (*answers, *none)


def _code(row: dict[str, Any]) -> Code:
    return Code(
        id=row["id"],
        labels=MappingProxyType(row["label"]),
        definition=MappingProxyType(row.get("definition", {})),
        parent=row.get("parent", ""),
        non_answer=row.get("non_answer", False),
        retired=row.get("retired", False),
        mapping=tuple(StandardCode(**mapped) for mapped in row.get("mapping", ())),
        part_of=row.get("part_of", ""),
        holds=tuple(row.get("holds", ())),
        earlier=tuple(row.get("earlier", ())),
    )
