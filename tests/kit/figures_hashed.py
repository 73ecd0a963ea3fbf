"""Prints the fingerprint of each file of invented figures, for another process to compare."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace

from figures_told import OFFICE, invented
from reported import population, report

from reports.dhis2_mapping import read_mapping
from reports.figures_csv import figures_csv
from reports.figures_dhis2 import figures_dhis2
from reports.figures_invented import figures_invented
from reports.figures_pdf import figures_pdf
from reports.figures_sheet import figures_xlsx

MAPPING = """
format = "alongside-dhis2/1"
data_set = "DS"
org_unit = "OU"
[org_units]
"region.north" = "N"
"region.east" = "E"
"region.west" = "W"
[[value]]
table = "area-gender"
codes = { gender = "woman" }
data_element = "WOMEN"
[[value]]
table = "outcome"
codes = { "outcome.accepted" = "yes" }
data_element = "ACCEPTED"
"""


def fingerprints(plans, languages):
    """Yield plan, language and fingerprint of each file."""
    for plan in plans.split(","):
        for language in languages.split(","):
            issue, _true = invented(plan, language)
            files = [figures_csv(issue), figures_xlsx(issue), figures_pdf(issue, OFFICE)]
            # Those must be figures that can be true of some people.
            true = replace(issue, shown=report(population(60, 5), plan))
            files.append(figures_invented(true))
            if plan == "quarter":
                files.append(figures_dhis2(issue, read_mapping(MAPPING.encode())))
            yield from (f"{plan} {language} {hashlib.sha256(one).hexdigest()}" for one in files)


if __name__ == "__main__":
    sys.stdout.write("\n".join(fingerprints(*sys.argv[1:])))
