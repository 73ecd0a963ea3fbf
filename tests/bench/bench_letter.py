"""Time letters against the same words set by the page engine alone, unshaped and untagged.

One letter in each language with warm fonts, a thousand of them, the first of a session in a process
of its own, and what memory a thousand leave behind.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
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
from told_everything import told

import texts
from reports.faces import FONTS
from reports.letter import letter_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROUNDS, BATCH = 9, 5
LATIN, ANY_SCRIPT, IN_BULK = 2.5, 3.0, 1.5
MANY = int(os.environ.get("ALONGSIDE_BENCH_LETTERS", "1000"))
FIRST_SECONDS = 1.0
# Of what a process has after a hundred letters.
FLAT = 1.05
_FIRST = """
from time import process_time
before = process_time()
from letters import disclosure, facts
from reports.letter import letter_pdf
letter_pdf(disclosure("{language}"), facts("{language}"))
print(process_time() - before)
"""


def run() -> Iterator[dict[str, object]]:
    """Yield our figure, the yardstick of the same run and their ratio, for each row."""
    yield from (_compared(language) for language in texts.letter_languages())
    yield from (_in_bulk(language) for language in sorted(VALUES))
    yield from (_first(language) for language in sorted(VALUES))
    yield _memory()


def _made(language: str):
    if language in VALUES:
        return disclosure(language), facts(language)
    return told(language, "shelter"), facts()


def _compared(language: str) -> dict[str, object]:
    shared, about = _made(language)
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
    latin = texts.letter_languages()[language].font == "Letters Sans"
    return {
        "name": f"one letter, {language} (cpu ms)",
        "ours": round(mine / BATCH * 1000, 1),
        "yardstick": round(yardstick / BATCH * 1000, 1),
        "ratio": round(mine / yardstick, 2),
        "goal": LATIN if latin else ANY_SCRIPT,
    }


def _in_bulk(language: str) -> dict[str, object]:
    shared, about = _made(language)
    words = heard(letter_pdf(shared, about))
    plain = _seconds(lambda: [_unshaped(words, language) for _ in range(MANY // 10)]) * 10
    mine = _seconds(lambda: [letter_pdf(shared, about) for _ in range(MANY)])
    return {"name": f"{MANY} letters, {language} (cpu s)", "ours": mine, "yardstick": plain,
            "goal": IN_BULK}  # fmt: skip


def _first(language: str) -> dict[str, object]:
    asked = [sys.executable, "-c", _FIRST.format(language=language)]
    taken = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    return {"name": f"first letter of a session, {language} (cpu s)", "ours": float(taken),
            "yardstick": FIRST_SECONDS, "goal": 1}  # fmt: skip


def _memory() -> dict[str, object]:
    """Return the memory after very many letters, to that after a hundred."""
    shared, about = _made("ar")
    for _ in range(MANY // 10):
        letter_pdf(shared, about)
    before = _resident()
    for _ in range(MANY):
        letter_pdf(shared, about)
    return {"name": f"memory after {MANY} letters more (bytes)", "ours": _resident(),
            "yardstick": before, "goal": FLAT}  # fmt: skip


def _unshaped(words: list[tuple[str, str]], language: str) -> bytes:
    """Set the same words in the same fonts, letter by letter as the page engine does."""
    family = texts.letter_languages()[language].font.replace(" ", "")
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


def _seconds(work: Callable[[], object]) -> float:
    before = process_time()
    work()
    return process_time() - before


def _resident() -> int:
    """Return the bytes of memory that this process has now."""
    pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
