"""The files of figures that were published: for reading, for tables, and for other systems.

Whoever writes them gets what was printed and knows nothing else. The same release gives the same
bytes each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.figures_csv import figures_csv
from reports.figures_dhis2 import figures_dhis2
from reports.figures_invented import figures_invented
from reports.figures_pdf import figures_pdf
from reports.figures_sheet import figures_xlsx
from reports.figures_summary import figures_gbvims
from reports.figures_words import issue_of
from reports.receipt import INVENTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casework.figures.desk import Released
    from reports.dhis2_mapping import Dhis2


# What their names end with; INVENTED and the last two only where they are asked for.
ALWAYS: Final = (".csv", ".xlsx", ".pdf")
DHIS2: Final = ".json"
SUMMARY: Final = "-gbvims.xlsx"


def figures_files(
    released: Released,
    language: str,
    mapping: Dhis2 | None = None,
    *,
    gbvims: bool = False,
    invented: bool = False,
) -> Mapping[str, bytes]:
    """Return each file by what its name ends with.

    Raises FiguresRefused where people are to be invented and too little is told for that.
    """
    issue = issue_of(released, language)
    written = (figures_csv(issue), figures_xlsx(issue), figures_pdf(issue, released.office))
    found = dict(zip(ALWAYS, written, strict=True))
    if mapping:
        found[DHIS2] = figures_dhis2(issue, mapping)
    if gbvims:
        found[SUMMARY] = figures_gbvims(issue)
    if invented:
        found[INVENTED] = figures_invented(issue)
    return found
