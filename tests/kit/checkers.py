"""Two checkers of others, asked about a paper: what either calls an error."""

from __future__ import annotations

import tempfile
from collections import Counter

import outloud
import pdfua
import pikepdf
from outloud.model import Document
from outloud.rules._common import element_text

# It looks for heads by a name that the library for PDF has since given up, and finds no content in
# lists; what it would ask is asked by `_heads_without_words`.
_BROKEN = "UA-14-001"
_HEADS = {"/H", *(f"/H{level}" for level in range(1, 7))}
_CONTENT = {"/MCR", "/OBJR"}
# How like the spoken words are to the drawn ones, sign by sign in order. A line that runs from the
# right is drawn from the left, so that readers of a page find it; the spoken words are in order.
_IN_ORDER = "TAG-032"


def errors(data: bytes) -> list[str]:
    """Return what the checkers find wrong, a line each."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        return [*_of_pdfua(file.name), *_of_outloud(file.name)]


def _of_pdfua(path: str) -> list[str]:
    report = pdfua.validate(path)
    found = [one for outcome in report.outcomes for one in outcome.findings]
    wrong = [
        f"{one.rule_id} {one.message}" for one in found if one.severity is pdfua.Severity.ERROR
    ]
    failed = {one.rule_id for one in report.outcomes if "raised" in (one.skipped_reason or "")}
    unasked = [f"{one} could not be asked" for one in sorted(failed - {_BROKEN})]
    return [*wrong, *unasked, *_heads_without_words(path)]


def _heads_without_words(path: str) -> list[str]:
    with pikepdf.open(path) as pdf:
        parts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        return [
            f"{_BROKEN} Empty heading element {role}"
            for part in parts
            if (role := str(part.get("/S", ""))) in _HEADS and not _marks_content(part.get("/K"))
        ]


def _marks_content(kid: object) -> bool:
    if isinstance(kid, pikepdf.Array):
        return any(_marks_content(one) for one in kid)
    if isinstance(kid, pikepdf.Dictionary):
        return str(kid.get("/Type", "")) in _CONTENT or _marks_content(kid.get("/K"))
    # A piece of a page is told by its number.
    return isinstance(kid, int)


def _of_outloud(path: str) -> list[str]:
    result = outloud.check(path)
    found = [one for one in result.findings if one.severity == "error"]
    if any(one.rule == _IN_ORDER for one in found) and not _signs_lost(path):
        found = [one for one in found if one.rule != _IN_ORDER]
    return [f"{one.rule} {one.message}" for one in found] + ([result.error] if result.error else [])


def _signs_lost(path: str) -> list[str]:
    """Return the parts whose spoken words have other letters than what is drawn for them."""
    document = Document(path)
    try:
        return [
            one.actual_text
            for one in document.elements
            if one.actual_text and _signs(one.actual_text) != _signs(element_text(document, one))
        ]
    finally:
        document.close()


def _signs(words: str) -> Counter[str]:
    return Counter(sign for sign in words if sign.isalnum())
