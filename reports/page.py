"""Pages: paper size, margins, and what stands at their head and foot."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportlab.lib.pagesizes import A4
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

import texts
from reports.finish import RUNNING, finish
from reports.marks import protect
from reports.paper import HALF_CAPITAL
from reports.styles import BLACK, QUIET, styles_for
from reports.tags import Element

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus.flowables import Flowable

    from reports.paper import Paper
    from reports.styles import TextStyle

WIDTH, HEIGHT = A4
SIDE: Final = 62.0
TOP: Final = 72.0
BOTTOM: Final = 56.0
EDGES: Final = (SIDE, WIDTH - SIDE)
COLUMN: Final = WIDTH - 2 * SIDE
COLUMN_HEIGHT: Final = HEIGHT - TOP - BOTTOM
HEAD_LINE: Final = HEIGHT - 54.0
FOOT_LINE: Final = 32.0
BAND_BOTTOM: Final = HEIGHT - 40.0
BAND_HEIGHT: Final = 16.0
BAND_GREY: Final = 0.86
INSET: Final = 7.0


@dataclass(frozen=True, slots=True)
class Surround:
    """What every page of a document says around its text.

    Who hears a document passes over what stands on every page. A head that tells what to do with
    the paper is `heard` once, before all else.
    """

    title: str
    confidential: str
    number: str
    practice: bool
    heard: bool = False


def compose(
    paper: Paper, story: Sequence[Flowable], surround: Surround, passphrase: str | None = None
) -> bytes:
    """Return the finished document: the story on pages, each with its head and foot."""
    written = io.BytesIO()
    frame = Frame(
        SIDE,
        BOTTOM,
        COLUMN,
        COLUMN_HEIGHT,
        leftPadding=0,
        bottomPadding=0,
        rightPadding=0,
        topPadding=0,
    )
    engine = BaseDocTemplate(
        written, pagesize=A4, pageTemplates=[PageTemplate("page", [frame])], pageCompression=0
    )
    engine.build(list(story))

    def running(page: int, pages: int) -> str:
        return _running(paper, surround, page, pages)

    return finish(written.getvalue(), paper, running, surround.title, passphrase)


def fits_one_page(story: Sequence[Flowable]) -> bool:
    """Return whether a story needs no second page; spaces meet as the page engine lets them."""
    used = below = 0.0
    for part in story:
        above = max(part.getSpaceBefore() - below, 0.0) if used else 0.0
        below = part.getSpaceAfter()
        used += above + part.wrap(COLUMN, 0.0)[1] + below
    return used - below <= COLUMN_HEIGHT


def _running(paper: Paper, surround: Surround, page: int, pages: int) -> str:
    """Return the ink of one page's head and foot."""
    small = replace(styles_for(paper.language).small, after=0.0)
    place = texts.say("letter.page", language=paper.language, page=page, pages=pages)
    head = paper.running_ink(surround.confidential, replace(small, bold=True), EDGES, HEAD_LINE)
    if surround.heard and page == 1:
        head = _heard_first(paper, surround.confidential, head)
    foot = paper.running_ink(protect(surround.number), small, EDGES, FOOT_LINE)
    end = paper.running_ink(protect(place), replace(small, align="end"), EDGES, FOOT_LINE)
    band = _practice_band(paper, small) if surround.practice else ""
    return head + foot + end + band


def _heard_first(paper: Paper, words: str, ink: str) -> str:
    """Return ink between running ink that is no part of it, but the first thing one hears."""
    first = Element("P", paper.spoken(words))
    paper.tags.document.children.insert(0, first)
    mark = paper.tags.mark(first, 0)
    return f"EMC /P <</MCID {mark.number}>> BDC\n{ink}EMC {RUNNING}\n"


def _practice_band(paper: Paper, small: TextStyle) -> str:
    """Return a band across the head of a page about nobody real."""
    words = texts.say("letter.practice", language=paper.language)
    style = replace(small, bold=True, grey=BLACK)
    middle = BAND_BOTTOM + BAND_HEIGHT / 2 - HALF_CAPITAL * style.size
    return (
        f"{BAND_GREY} g {QUIET} G 0.7 w [3 2] 0 d "
        f"{SIDE:.2f} {BAND_BOTTOM:.2f} {COLUMN:.2f} {BAND_HEIGHT:.2f} re B [] 0 d\n"
    ) + paper.running_ink(words, style, (EDGES[0] + INSET, EDGES[1] - INSET), middle)
