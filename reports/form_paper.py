"""A form on paper: blank, to be written on by hand, or filled in for the paper file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import texts
from forms.on_paper import Heading, Line, Remark
from forms.reading_order import key_of
from reports.grid import TICKED, Grid
from reports.page import Surround, compose
from reports.paper import Paper
from reports.setting import Setter
from reports.writing import WritingLines
from texts.dates import in_own_direction, isolate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.platypus.flowables import Flowable

    from casework.cases.own_papers import BlankPaper, FilePaper
    from forms.on_paper import BlankForm, Part

_LONG, _SHORT = 4, 1
_FEW: Final = 0.4
_DATE_BLANK: Final = 58.0
_SIGNED_BLANK: Final = 130.0
# How one answers, where boxes or lines alone do not say it.
_HOW: Final = {
    "select_one": "paper.how_one",
    "select_multiple": "paper.how_several",
    "rank": "paper.how_rank",
    "time": "paper.how_time",
}
_DATES: Final = frozenset({"date", "datetime"})
_NUMBERS: Final = frozenset({"integer", "decimal", "range", "time"})


def blank_pdf(blank: BlankPaper) -> bytes:
    """Return a blank form as PDF; its title says nothing, its foot which form it is."""
    form = blank.form
    paper = Paper(form.language)
    setter = Setter(paper)
    story: list[Flowable] = [setter.text(_named(form), setter.styles.title)]
    if blank.case_code:
        code = isolate(blank.case_code, form.language)
        story.append(setter.text(_say(form, "paper.case_code", code=code), setter.styles.strong))
    story.append(setter.text(_say(form, "paper.empty_is_fine"), setter.styles.small))
    blank_line = replace(setter.styles.body, blank=_SIGNED_BLANK, after=6.0)
    story.append(setter.text(_say(form, "paper.filled_on"), blank_line))
    for part in form.parts:
        story += _set(setter, form, part)
    edition = isolate(f"{form.form_id}/{form.version}", form.language)
    keep, title = _say(form, "paper.keep_with_us"), _say(form, "paper.blank_title")
    return compose(paper, story, _surround(title, keep, edition, blank.practice))


def file_pdf(filed: FilePaper) -> bytes:
    """Return a finished form for the paper file; every page says that it never leaves."""
    language = filed.own.language
    paper = Paper(language)
    setter = Setter(paper)
    code = isolate(filed.case_code, language)
    head = texts.say("paper.case_code", language=language, code=code)
    title = texts.say("paper.file_title", language=language)
    story = [
        setter.text(in_own_direction(filed.title, language), setter.styles.title),
        setter.text(head, setter.styles.strong),
        setter.pairs(filed.own.answers),
    ]
    only = texts.say("paper.file_only", language=language)
    foot = isolate(filed.form, language)
    return compose(paper, story, _surround(title, only, foot, filed.own.practice))


def _surround(title: str, keep: str, foot: str, practice: bool) -> Surround:
    """Return what stands around a form: what becomes of the paper is heard too."""
    return Surround(title, keep, foot, practice=practice, heard=True)


def _set(setter: Setter, form: BlankForm, part: Part) -> Iterator[Flowable]:
    """Yield one part of a form as it stands on paper."""
    styles = setter.styles
    aside = replace(styles.small, keep_with_next=True)
    if isinstance(part, Remark):
        # It says something of what follows, often under a heading that goes with it.
        yield setter.text(part.words, replace(styles.body, keep_with_next=True))
    elif isinstance(part, Heading):
        style = styles.heading if part.level == 0 else replace(styles.strong, keep_with_next=True)
        if part.words:
            yield setter.text(part.words, style)
        if part.only_if:
            yield setter.text(part.only_if, aside)
        if part.several:
            yield setter.text(_say(form, "paper.several"), aside)
    else:
        yield from _line(setter, form, part)


def _line(setter: Setter, form: BlankForm, line: Line) -> Iterator[Flowable]:
    """Yield a question: when it is asked, its words and hint, and where the answer goes."""
    styles = setter.styles
    words = _say(form, "paper.question", number=str(line.number), words=line.words)
    bold = replace(styles.strong, before=7.0, after=1.0, keep_with_next=True)
    yield setter.text(words, bold)
    aside = replace(styles.small, after=1.0, keep_with_next=True)
    for said in (line.only_if, line.hint, _how(form, line)):
        if said:
            yield setter.text(said, aside)
    yield from _answer(setter, form, line)


def _how(form: BlankForm, line: Line) -> str:
    """Return how one answers, where that does not show by itself."""
    if line.kind in {"select_one", "select_multiple", "rank"} and not line.choices:
        return _say(form, "paper.how_name")
    return _say(form, _HOW[line.kind]) if line.kind in _HOW else ""


def _answer(setter: Setter, form: BlankForm, line: Line) -> Iterator[Flowable]:
    if line.choices:
        yield _boxes(setter, line)
    elif line.kind == "acknowledge":
        yield setter.ticks([(line.words, setter.styles.tick)])
    elif line.kind in _DATES:
        yield _day(setter, form)
        if line.kind == "datetime":
            small = replace(setter.styles.small, before=2.0, after=1.0, keep_with_next=True)
            yield setter.text(_say(form, _HOW["time"]), small)
            yield WritingLines(setter.paper, _SHORT, _FEW)
    elif line.kind in _NUMBERS:
        yield WritingLines(setter.paper, _SHORT, _FEW)
    else:
        yield WritingLines(setter.paper, _LONG if line.long else _SHORT)


def _boxes(setter: Setter, line: Line) -> Grid:
    """Return boxes two beside each other, the number of each choice small before its words."""
    entries = setter.paper.tags.document.child("L")
    small = replace(setter.styles.small, after=0.0, before=0.0, role="Lbl", align="end")
    box = replace(setter.styles.tick, before=0.0, after=0.0)
    cells = []
    for number, words in enumerate(line.choices, start=1):
        entry = entries.child("LI")
        key = key_of(number, len(line.choices)) if line.keyed else ""
        cells.append((setter.text(key, small, entry), setter.text(words, box, entry)))
    rows = [
        tuple(block for cell in cells[at : at + 2] for block in cell)
        for at in range(0, len(cells), 2)
    ]
    return Grid(setter.paper, rows, (1, 14, 1, 14), pad=TICKED)


def _day(setter: Setter, form: BlankForm) -> Grid:
    """Return room for day, month and year apart, so that no day is taken for another."""
    line = replace(setter.styles.small, before=0.0, after=0.0, blank=_DATE_BLANK, role="P")
    parts = ("paper.date_day", "paper.date_month", "paper.date_year")
    row = tuple(setter.text(_say(form, one), line) for one in parts)
    return Grid(setter.paper, [row], (4, 6, 4), pad=TICKED + 3)


def _named(form: BlankForm) -> str:
    return in_own_direction(form.title, form.language)


def _say(form: BlankForm, text_id: str, **values: str) -> str:
    return texts.say(text_id, language=form.language, **values)
