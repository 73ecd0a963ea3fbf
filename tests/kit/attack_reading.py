"""Read a letter in every way in which somebody could, for words that must not be in it."""

from __future__ import annotations

import io
import re

import pikepdf
from canary import inflated
from reading import heard, page_texts

# Signs that turn or join letters, and blanks: a word may be broken by any of them.
BETWEEN = re.compile("[\\s\u00ad\u00a0\u061c\u200b\u200e\u200f\u2060\u2066-\u2069]+")


def squeezed(text):
    """Return text without what may stand between the letters of a word."""
    return BETWEEN.sub("", text)


def readings(pdf, passphrase=None):
    """Return what each reader finds in a letter: the eye, the ear, strings, what is about it."""
    with pikepdf.open(io.BytesIO(pdf), password=passphrase or "") as paper:
        plain = io.BytesIO()
        about = repr(paper.Root.get("/Names")) + repr(paper.Root.get("/Outlines"))
        about += str(paper.docinfo) + repr(paper.Root.get("/Metadata"))
        with paper.open_metadata() as metadata:
            about += str(metadata)
        strings = "\n".join(word for one in paper.objects for word in _strings(one))
        paper.save(
            plain,
            encryption=False,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    bare = plain.getvalue()
    return {
        "eye": squeezed("".join(page_texts(pdf, passphrase))),
        "ear": squeezed("".join(words for _, words in heard(bare))),
        "strings": squeezed(strings),
        "about": squeezed(about),
    }, bare + pdf


def _strings(top):
    """Yield every string and name in an object of a PDF, ActualText among them."""
    held = [top]
    while held:
        one = held.pop()
        if isinstance(one, pikepdf.String | pikepdf.Name):
            yield str(one)
        elif isinstance(one, pikepdf.Array):
            held += [part for part in one if not getattr(part, "is_indirect", False)]
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            held += [part for _, part in one.items() if not getattr(part, "is_indirect", False)]


def found_in(pdf, passphrase, words):
    """Yield (reader, word) for each of some words that can be read out of a letter."""
    told, raw = readings(pdf, passphrase)
    whole = [raw, *inflated(raw)]
    for word in words:
        for reader, text in told.items():
            if word in text or word[::-1] in text:
                yield reader, word
        wide = word.encode("utf-16-be")
        dresses = (word.encode(), wide, wide.hex().encode(), wide.hex().upper().encode())
        if any(dress in data for data in whole for dress in dresses):
            yield "bytes", word
