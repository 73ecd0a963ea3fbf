"""The words of an XForm: translations, labels, hints and messages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forms.errors import LimitExceeded
from forms.model import NO_TEXT, Notice, Output, Text
from forms.xmlsafe import local

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from forms.limits import Limits
    from forms.model import Piece

_TEXT_ID = re.compile(r"""^\s*jr:itext\(\s*(?:'([^']*)'|"([^"]*)")\s*\)\s*$""")
# What a converter writes where a text is not translated; where no language says more, it is meant.
_UNTRANSLATED = ("-",)


@dataclass(slots=True)
class Words:
    """Every translated text of a form while it is being read."""

    languages: list[str] = field(default_factory=list)
    default: str = ""
    texts: dict[str, Text] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def attribute(self, written: str) -> Text:
        """Return the text that an attribute such as a constraint message stands for."""
        found = _TEXT_ID.match(written)
        if found:
            return self.by_id(found[1] or found[2] or "")
        return Text({"": (written,)}) if written.strip() else NO_TEXT

    def by_id(self, text_id: str) -> Text:
        """Return the text with this id, in all its languages."""
        self.used.add(text_id)
        return self.texts.get(text_id, NO_TEXT)

    def of(self, element: Element | None) -> Text:
        """Return the text of a label or hint element."""
        if element is None:
            return NO_TEXT
        ref = element.get("ref")
        if not ref:
            pieces = _pieces(element)
            return Text({"": pieces}) if pieces else NO_TEXT
        found = _TEXT_ID.match(ref)
        return self.by_id(found[1] or found[2] or "") if found else Text(dynamic=ref.strip())

    def left(self) -> dict[str, Text]:
        """Return the texts that only expressions can reach, such as the labels of choices."""
        return {text_id: text for text_id, text in self.texts.items() if text_id not in self.used}


def read_words(model: Element, limits: Limits) -> tuple[Words, tuple[Notice, ...]]:
    """Return the translations of a form, and a notice for each text a language lacks."""
    words = Words()
    collected: dict[str, tuple[dict[str, tuple[Piece, ...]], dict[str, dict[str, str]]]] = {}
    for translation in (found for part in model if local(part) == "itext" for found in part):
        language = translation.get("lang", "")
        if language not in words.languages:
            words.languages.append(language)
        if len(words.languages) > limits.languages:
            raise LimitExceeded("limit.languages", limit=limits.languages)
        if translation.get("default") is not None and not words.default:
            words.default = language
        for text in translation:
            _collect(text, language, collected.setdefault(text.get("id", ""), ({}, {})))
    words.default = words.default or next(iter(words.languages), "")
    notices = []
    for text_id, (written, media) in collected.items():
        by_language = _translated(written)
        words.texts[text_id] = Text(by_language, media)
        missing = [language for language in words.languages if language not in by_language]
        if by_language and missing:
            question = text_id.partition(":")[0]
            notices.append(Notice("missing_translation", question, ", ".join(missing)))
    return words, tuple(notices)


def _translated(by_language: dict[str, tuple[Piece, ...]]) -> dict[str, tuple[Piece, ...]]:
    """Return the words without the marks that a text is not translated, if it is anywhere."""
    words = {one: said for one, said in by_language.items() if said != _UNTRANSLATED}
    return words or by_language


def _collect(
    text: Element,
    language: str,
    into: tuple[dict[str, tuple[Piece, ...]], dict[str, dict[str, str]]],
) -> None:
    """Add the words and the media of one text in one language."""
    by_language, media = into
    for value in text:
        form = value.get("form", "")
        pieces = _pieces(value)
        if form in ("", "long") or (form == "short" and language not in by_language):
            if pieces:
                by_language[language] = pieces
        else:
            plain = "".join(piece for piece in pieces if isinstance(piece, str))
            media.setdefault(form, {})[language] = plain


def _pieces(element: Element) -> tuple[Piece, ...]:
    """Return the words of an element and the outputs between them, without outer blanks."""
    found: list[Piece] = [element.text or ""]
    for child in element:
        if local(child) == "output":
            found.append(Output((child.get("value") or child.get("ref") or "").strip()))
        else:
            found.extend(_pieces(child))
        found.append(child.tail or "")
    if isinstance(found[0], str):
        found[0] = found[0].lstrip()
    if isinstance(found[-1], str):
        found[-1] = found[-1].rstrip()
    return tuple(piece for piece in found if piece)
