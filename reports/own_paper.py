"""Papers of her own: a plan to take along, and a small one without a word about what it is."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportlab.lib.pagesizes import A4, A7
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

import texts
from reports.finish import finish
from reports.page import Surround, compose
from reports.paper import Paper
from reports.setting import Setter

if TYPE_CHECKING:
    from reportlab.platypus.flowables import Flowable

    from casework.cases.own_papers import OwnPaper

_PLAN, _OTHER = "copy_title", "copy_title_other"
_SMALL: Final = 8.0
_EDGE: Final = 24.0
_INSIDE: Final = 10.0
_GAP: Final = 4.0


def pocket_pdf(own: OwnPaper) -> bytes:
    """Return the small paper: in the corner of a sheet, to be cut out; a second part beside it."""
    paper = Paper(own.language)
    setter = Setter(paper)
    small = replace(setter.styles.item, size=_SMALL, leading=_SMALL * 1.4, after=_GAP, marker=None)
    story: list[Flowable] = list(setter.items(own.lines, small))
    written = io.BytesIO()
    template = PageTemplate("page", _parts(rightward=paper.rightward))
    BaseDocTemplate(written, pagesize=A4, pageTemplates=[template], pageCompression=0).build(story)
    title = texts.say("own_paper.pocket_title", language=own.language)
    return finish(written.getvalue(), paper, lambda _page, _pages: "", title, None)


def copy_pdf(own: OwnPaper) -> bytes:
    """Return what was asked and answered; its title gives away nothing but whether it is a plan."""
    paper = Paper(own.language)
    setter = Setter(paper)
    title = texts.say(f"own_paper.{_PLAN if own.is_plan else _OTHER}", language=own.language)
    story = [setter.text(title, setter.styles.title), setter.pairs(own.answers)]
    return compose(paper, story, Surround(title, "", "", practice=own.practice))


def _parts(*, rightward: bool) -> list[Frame]:
    """Return the places on a sheet, each as large as a pocket, from its first corner on."""
    (wide, high), (across, up) = A7, A4
    lefts = [_EDGE + number * wide for number in (0, 1)]
    if not rightward:
        lefts = [across - left - wide for left in lefts]
    tops = [up - _EDGE - number * high for number in (0, 1)]
    return [
        Frame(
            left,
            top - high,
            wide,
            high,
            leftPadding=_INSIDE,
            rightPadding=_INSIDE,
            topPadding=_INSIDE,
            bottomPadding=_INSIDE,
        )
        for top in tops
        for left in lefts
    ]
