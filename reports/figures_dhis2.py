"""Printed figures as a set of values that DHIS2 takes in, named by the codes of a mapping file.

Only what was printed as one number is in it. What is masked or told as a range is left out: it is
no nought, and it is no guess. So sums that DHIS2 makes of regions leave them out as well.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from casework.protect.printed import Number
from reports.dhis2_mapping import codes_of, is_by_area

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.dhis2_mapping import Dhis2
    from reports.figures_words import Issue

# Everything is named by code, never by the numbers of one installation.
_SCHEMES: Final = (
    *("idScheme", "dataSetIdScheme", "dataElementIdScheme"),
    *("categoryOptionComboIdScheme", "attributeOptionComboIdScheme", "orgUnitIdScheme"),
)
_CODE: Final = "CODE"


def figures_dhis2(issue: Issue, mapping: Dhis2) -> bytes:
    """Return the figures of a period as JSON; raises SourceRefused where the mapping fits not."""
    mapping.demand_fits(issue.shown.plan, issue.shown.period)
    period = dhis2_period(issue.shown.period)
    values = sorted(_values(issue, mapping), key=lambda one: tuple(one.items()))
    written: dict[str, Any] = {
        "dataSet": mapping.data_set,
        "period": period,
        "orgUnit": mapping.unit,
        **dict.fromkeys(_SCHEMES, _CODE),
        **({"attributeOptionCombo": mapping.attributes} if mapping.attributes else {}),
        "dataValues": [{**one, "period": period} for one in values],
    }
    return json.dumps(written, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def dhis2_period(period: str) -> str:
    """Return a period as DHIS2 writes it: 202603, 2026Q1 or 2026."""
    return period.replace("-", "")


def _values(issue: Issue, mapping: Dhis2) -> Iterator[dict[str, str]]:
    for row in mapping.rows:
        told = {codes_of(key): one for key, one in issue.shown.tables[row.table]}
        by_area = is_by_area(issue.shown.plan, row.table)
        for unit, codes in mapping.wanted(row, by_area=by_area).items():
            printed = told[codes]
            if isinstance(printed, Number):
                named = {"categoryOptionCombo": row.combo} if row.combo else {}
                about = {"dataElement": row.element, "orgUnit": unit}
                yield {**named, **about, "value": str(printed.value)}
