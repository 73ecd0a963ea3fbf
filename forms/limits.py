"""The limits of a form: what one form may cost, from its file to a single answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit, grouped by the moment at which it is checked."""

    # import
    source_bytes: int = 10 * MEGABYTE
    workbook_bytes: int = 50 * MEGABYTE
    sheet_rows: int = 20_000
    conversion_seconds: float = 20.0
    conversion_bytes: int = 1_000 * MEGABYTE
    definition_nodes: int = 5_000
    definition_depth: int = 20
    languages: int = 30
    list_choices: int = 100_000
    answers_bytes: int = 50 * MEGABYTE
    all_answers_bytes: int = 400 * MEGABYTE
    answers_parts: int = 1_000_000
    submissions: int = 20_000
    # load
    expression_length: int = 10_000
    expression_depth: int = 50
    pattern_length: int = 1_000
    # run
    repeats_per_parent: int = 1_000
    instance_nodes: int = 50_000
    text_length: int = MEGABYTE
    answer_steps: int = 200_000
    answer_seconds: float = 0.5


LIMITS: Final = Limits()
