"""Time one letter against the same words set by the page engine alone, unshaped and untagged."""

from __future__ import annotations

import io
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

from letters import VALUES, disclosure, facts
from reading import heard
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from reports.faces import FONTS
from reports.letter import letter_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 9
BATCH = 5
GOAL = 2.5


def run() -> list[dict[str, object]]:
    """Return our figure, the yardstick of the same run and their ratio, for each language."""
    return [_compared(language) for language in sorted(VALUES)]


def _compared(language: str) -> dict[str, object]:
    shared, about = disclosure(language), facts(language)
    words = heard(letter_pdf(shared, about))

    def ours() -> None:
        for _ in range(BATCH):
            letter_pdf(shared, about)

    def plain() -> None:
        for _ in range(BATCH):
            _unshaped(words, language)

    plain()
    times = [(_seconds(ours), _seconds(plain)) for _ in range(ROUNDS)]
    mine, yardstick = (median(pair[side] for pair in times) for side in (0, 1))
    return {
        "name": f"one letter, {language} (cpu ms)",
        "ours": round(mine / BATCH * 1000, 1),
        "yardstick": round(yardstick / BATCH * 1000, 1),
        "ratio": round(mine / yardstick, 2),
        "goal": GOAL,
    }


def _unshaped(words: list[tuple[str, str]], language: str) -> bytes:
    """Set the same words in the same fonts, letter by letter as the page engine does."""
    family = {"ar": "LettersArabic"}.get(language, "LettersSans")
    for style in ("Regular", "Bold"):
        pdfmetrics.registerFont(TTFont(style, str(FONTS / f"{family}-{style}.ttf")))
    body = ParagraphStyle("body", fontName="Regular", fontSize=10, leading=14)
    heads = ParagraphStyle("head", parent=body, fontName="Bold", fontSize=12, leading=16)
    story, row = [], []
    for role, said in words:
        block = Paragraph(said, heads if role in {"H1", "H2"} else body)
        row = [*row, block] if role in {"TH", "TD"} else [block]
        if role != "TH":
            story.append(Table([row]) if role == "TD" else block)
            row = []
    written = io.BytesIO()
    SimpleDocTemplate(written, pagesize=A4, invariant=1).build(story)
    return written.getvalue()


def _seconds(work: Callable[[], None]) -> float:
    before = process_time()
    work()
    return process_time() - before
