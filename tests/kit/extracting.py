"""Words that come back from a page, by whatever reader gave its text, and how many should."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from itertools import pairwise

from reading import page_texts
from told_everything import bare

from reports.breaking import break_points

PDFTOTEXT = shutil.which("pdftotext")
# A word that no digit and no Latin letter stands in: their lines mix directions.
PLAIN = re.compile(r"[^\W\da-zA-Z_]+")
_MIXED = re.compile(r"[\da-zA-Z]")
_SPACED = re.compile(r"\S+")
_ANY = re.compile(r"\w+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\u2066-\u2069\u202a-\u202e]")
# Scripts that set no space between words.
_UNSPACED = {"km", "my", "th"}
# What of the words of left-to-right scripts comes back, and of single words of right-to-left ones.
WHOLE, SINGLE = 0.97, 0.90
# Of all words of a page from right to left: how each reader orders a line of both directions is its
# own guess, so a number in Arabic may come back turned.
OF_ALL = {"PDFium": 0.86, "poppler": 0.68}


def poppler_text(data: bytes) -> str:
    """Return the text of a document as pdftotext gives it."""
    done = subprocess.run(
        [PDFTOTEXT, "-enc", "UTF-8", "-", "-"], input=data, capture_output=True, check=True
    )
    return done.stdout.decode()


def pdfium_text(data: bytes) -> str:
    """Return the text of a document as browsers give it."""
    return " ".join(page_texts(data))


# Who reads a page, by name; None where its program is missing.
READERS = {"PDFium": pdfium_text, "poppler": poppler_text if PDFTOTEXT else None}


def whole_share(language: str, shown: str, sayings: list[str]) -> float:
    """Return what share of the words comes back whole, wherever the lines of the page end."""
    if language not in _UNSPACED:
        return _share(_SPACED, shown, sayings)
    page = bare(shown)
    words = [bare(word) for saying in sayings for word in _pieces(saying, language)]
    return sum(word in page for word in words) / len(words)


def _pieces(saying: str, language: str) -> list[str]:
    """Return the words of a saying of which the spaces say nothing: where a line may break."""
    edges = [0, *break_points(saying, language)]
    found = [saying[at:end] for at, end in pairwise(edges)]
    return [piece for piece in found if bare(piece)]


def single_share(shown: str, sayings: list[str]) -> float:
    """Return what share of the single words comes back, of sayings of one direction only."""
    return _share(PLAIN, shown, [one for one in sayings if not _MIXED.search(one)])


def mixed_share(shown: str, sayings: list[str]) -> float:
    """Return the share of words, numbers among them, of sayings that mix both directions."""
    return _share(_ANY, shown, [one for one in sayings if _MIXED.search(one)])


def _share(word: re.Pattern[str], shown: str, sayings: list[str]) -> float:
    wanted = Counter(word.findall(_UNSEEN.sub("", " ".join(sayings))))
    found = Counter(word.findall(_UNSEEN.sub("", shown)))
    return (wanted & found).total() / wanted.total() if wanted else 1.0
