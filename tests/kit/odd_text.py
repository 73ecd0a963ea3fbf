"""Invent text that nobody should write: every script, every direction, marks in odd places."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

import icu_order
from hypothesis import strategies as st
from reading import heard, page_texts

import texts
from reports.bidi import levels, visual_order
from reports.composed import tidy
from reports.errors import MissingGlyph
from reports.faces import faces_for
from reports.lines import break_into_lines
from reports.marks import protect
from reports.page import Surround, compose
from reports.paper import Paper
from reports.setting import Setter
from reports.shaping import shape
from reports.templates import fixed_sentences

LANGUAGES = tuple(texts.letter_languages())
ISOLATES = "\u2066\u2067\u2068\u2069"
JOINERS = "\u200c\u200d"
# What a reader is not given: it has no width and no ink.
UNSEEN = f"\u061c\u200b\u200e\u200f\u2060\ufeff{ISOLATES}"
COMMON = " \u00a0\u202f()[]<>{}.,:;-+/%$'0123ab \u0661\u0628\u0644\u0627"
MARKS = "\u0301\u0308\u064b\u0651\u093c\u094d\u09cd\u1039\u17d2\u0e48\u0488\u1cd6"
CONTROLS = "".join(
    map(chr, [*range(32), *range(0x7F, 0xA0), *range(0x200B, 0x2010), *range(0x2028, 0x202F)])
) + (
    "\u00ad\u034f\u061c\u070f\u180e\u2060\u2061\u2065\u206a\ufeff\ufff9\ufffb\u0600\u0605\u06dd"
    "\u08e2\ufe0f\ue000\uffff\ud800\udfff\U000e0001\U000e0020\U0010ffff"
)
PICTURES = (
    "\U0001f600",
    "\U0001f469\u200d\U0001f467",
    "\U0001f44d\U0001f3fd",
    "\U0001f1fa\U0001f1e6",
    "1\ufe0f\u20e3",
    "\u2764\ufe0f",
)
TELEPHONE = "+000 91 234 5678"
# A word or a letter of each kind that could be walked through twice.
LONG_PARAGRAPHS = {
    "one letter": "a",
    "words": "one two ",
    "spaces": " ",
    "digits": "1",
    "Arabic letters": "\u0627",
    "Arabic words": "\u0646\u0631\u062c\u0648 12 (abc) ",
    "Thai": "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22",
    "Khmer": "\u1797\u17b6\u179f\u17b6\u1781\u17d2\u1798\u17c2\u179a",
    "Burmese": "\u1019\u103c\u1014\u103a\u1019\u102c",
    "brackets": "(a)",
    "open brackets": "(",
    "two scripts": "a\u0432",
    "two directions": "a\u0628 1",
    "isolates": "\u2066a b\u2069 ",
    "marks": "a\u0301",
    "joiners": "\u200d",
    "addresses": "a@",
}


@cache
def letters(language):
    """Return what the own font of a language can draw, in order."""
    return sorted(faces_for(language, bold=False).own.covered)


def words_of(*languages):
    """Return text out of some languages, with what all of them share and marks anywhere."""
    own = [st.sampled_from(letters(language)) for language in languages]
    part = st.one_of(*own, *own, st.sampled_from(COMMON), st.sampled_from(ISOLATES + MARKS))
    return st.lists(part, max_size=40).map("".join)


def anything():
    """Return text of one to three languages with controls, pictures and numbers to protect."""
    odd = st.one_of(st.sampled_from(CONTROLS), st.sampled_from(PICTURES), st.just(TELEPHONE))
    return (
        st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3)
        .flatmap(lambda chosen: st.tuples(words_of(*chosen), odd | st.just(""), words_of(*chosen)))
        .map("".join)
    )


@dataclass
class Laid:
    """A paragraph as it was shaped, or what was refused in it."""

    text: str
    pieces: tuple = ()
    refused: str = ""
    levels: list = field(default_factory=list)

    @property
    def clusters(self):
        """Return every cluster in reading order."""
        return [cluster for piece in self.pieces for cluster in piece.clusters]


def base_of(language):
    """Return the level that a paragraph of a language stands on."""
    return 0 if texts.letter_languages()[language].direction == "ltr" else 1


def laid(text, language, *, protected=True):
    """Shape one paragraph as paper does."""
    clean = tidy(protect(text) if protected else text)
    try:
        pieces = shape(clean, faces_for(language, bold=False), language, base_of(language))
    except MissingGlyph as missing:
        return Laid(clean, refused=missing.characters)
    return Laid(clean, pieces)


def read(clean):
    """Return what a reader is given of clean text; a space that binds a number is a space."""
    plain = clean.translate(dict.fromkeys(map(ord, "\u00a0\u202f"), " "))
    return plain.translate(dict.fromkeys(map(ord, UNSEEN)))


def reading_order(line):
    """Return the text of a line as it is read, not as it is drawn."""
    clusters = [cluster for piece in line.pieces for cluster in piece.clusters]
    return "".join(one.text for one in sorted(clusters, key=lambda one: one.start))


def without_spaces(text):
    """Return text without spaces, and without joiners, which are not seen where a line ends."""
    return "".join(text.split()).translate(dict.fromkeys(map(ord, JOINERS)))


def faults(text, language, room):
    """Yield in words whatever is wrong with a paragraph once it is set."""
    for part in text.splitlines():
        done = laid(part, language)
        if done.refused:
            yield from _wrongly_refused(done)
            continue
        if read("".join(cluster.text for cluster in done.clusters)) != read(done.text):
            yield f"lost: {done.text!a}"
        if any(glyph == 0 for one in done.clusters for glyph, _, _ in one.glyphs):
            yield f"drawn as an empty box: {done.text!a}"
        yield from _wrong_lines(done, _lines(done, room), room)
        yield from _wrong_order(done.text, base_of(language))


def long_faults(kind, length, language, room=40):
    """Return what is wrong with a paragraph of one kind, as long as asked."""
    part = LONG_PARAGRAPHS[kind]
    done = laid(part * (length // len(part)), language)
    return [done.refused] if done.refused else list(_wrong_lines(done, _lines(done, room), room))


def drawn(text, language):
    """Return a page that holds the text, nothing where a sign of it was refused."""
    paper = Paper(language)
    try:
        setter = Setter(paper)
        block = setter.text(text, setter.styles.body)
    except MissingGlyph:
        return b""
    return compose(paper, [block], Surround("Document", "", "", practice=False))


def unheard(text, language):
    """Return the letters that the structure of a page with the text does not say."""
    wanted = _letters(read("".join(tidy(protect(part)) for part in text.splitlines())))
    data = drawn(text, language)
    return wanted - _letters(read("".join(words for _, words in heard(data)))) if data else None


def unseen(text, language):
    """Return the letters that PDFium does not find on a page.

    It turns some brackets itself, and takes a hyphen at the end of a line for none of the word's.
    """
    lost = _letters(text) - _letters("".join(page_texts(drawn(text, language))))
    return [one for one in lost if not unicodedata.mirrored(one) and one != "-"]


def sentences(language):
    """Return text made of the words that letters of a language say."""
    words = sorted({word for one in fixed_sentences(language) for word in one.split()})
    return st.lists(st.sampled_from(words), min_size=1, max_size=60).map(" ".join)


def _letters(text):
    return Counter(without_spaces(text))


def _lines(done, room):
    return break_into_lines(done.pieces, room)


def _wrongly_refused(done):
    for named in done.refused.split(", "):
        character = chr(int(named.split()[0].removeprefix("U+"), base=16))
        if character not in done.text:
            yield f"refused {named}, which is not in {done.text!a}"


def _wrong_lines(done, lines, room):
    for line in lines:
        inked = [one for piece in line.pieces for one in piece.clusters if one.text.strip()]
        if line.width > room + 1e-9 and sum(1 for one in inked if one.advance) > 1:
            yield f"wider than {room}: {done.text!a}"
        if not line.pieces and len(lines) > 1:
            yield f"an empty line: {done.text!a}"
    kept = without_spaces("".join(map(reading_order, lines)))
    if kept != without_spaces(read(done.text)):
        yield f"lost between lines: {done.text!a}"


def _wrong_order(clean, base):
    # What follows the last space is no space, so rule L1 has nothing to do.
    clean = "".join(_without_marks_on_brackets(clean)) + "x"
    seen = {at for at, one in enumerate(clean) if one not in UNSEEN and _is_seen(one)}
    ours, theirs = (
        [at for at in visual_order(found) if at in seen]
        for found in (levels(clean, base), icu_order.levels(clean, base))
    )
    if ours != theirs:
        yield f"order: {clean!a}"


def _is_seen(character):
    return unicodedata.bidirectional(character) != "BN"


def _without_marks_on_brackets(text):
    """Yield text without marks on signs: ICU gives them another level than N0 and FriBidi do."""
    on_sign = False
    for character in text:
        if on_sign and _is_mark(character):
            continue
        if _is_seen(character) and character not in ISOLATES:
            on_sign = not (character.isalnum() or character.isspace())
        yield character


def _is_mark(character):
    return (
        unicodedata.bidirectional(character) == "NSM" or "\U00010efd" <= character <= "\U00010eff"
    )
