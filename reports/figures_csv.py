"""Printed figures as one table in a plain file, which every program of tables opens."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from reports.figures_rows import columns, lines

if TYPE_CHECKING:
    from reports.figures_words import Issue

_MARK: Final = "\ufeff"


def figures_csv(issue: Issue) -> bytes:
    """Return the figures of a period as CSV in UTF-8; the same figures give the same bytes."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerows(zip(*columns(issue.language), strict=True))
    for name in issue.shown.tables:
        table.writerows(lines(issue, name))
    return (_MARK + written.getvalue()).encode()
