"""Figures for DHIS2: numbers by the codes of a mapping, nothing of what is masked, one level."""

from __future__ import annotations

import json

import pytest
from figures_told import invented, told

from casework.protect.printed import Number
from forms.errors import SourceRefused
from reports.dhis2_mapping import codes_of, read_mapping
from reports.figures_dhis2 import figures_dhis2

REGIONS = ("abroad", "capital", "centre", "east", "north", "south", "west")
MAPPING = """
format = "alongside-dhis2/1"
data_set = "DS_MONTH"
org_unit = "OU_ALL"
[org_units]
"region.north" = "OU_N"
"region.south" = "OU_S"
[[value]]
table = "gender"
codes = { gender = "woman" }
data_element = "PERSONS"
category_option_combo = "F"
[[value]]
table = "gender"
codes = { gender = "man" }
data_element = "PERSONS"
category_option_combo = "M"
[[value]]
table = "area"
data_element = "BY_REGION"
[[value]]
table = "given"
codes = { "given.housing" = "yes" }
data_element = "HOUSED"
"""


def every(plan):
    """Return a mapping in which every cell of a plan that one may take has a value of its own."""
    issue, _true = invented(plan)
    units = "".join(f'"region.{one}" = "OU_{one}"\n' for one in REGIONS)
    lines = [MAPPING.partition("[org_units]")[0], "[org_units]", units]
    elements = {}
    for name, mine in issue.shown.tables.items():
        by_area = any("area" in dict(key) for key, _one in mine)
        rows = [codes_of(key) for key, _one in mine]
        rows = [one for one in rows if ("area" in dict(one)) == by_area]
        for codes in {frozenset(pair for pair in one if pair[0] != "area") for one in rows}:
            element = f"E{len(elements)}"
            elements[element] = (name, codes)
            told_by = ", ".join(f'"{dim}" = "{code}"' for dim, code in sorted(codes))
            lines.append(f'[[value]]\ntable = "{name}"\ncodes = {{ {told_by} }}')
            lines.append(f'data_element = "{element}"')
    return issue, read_mapping("\n".join(lines).encode()), elements


@pytest.mark.parametrize(
    ("plan", "period"), [("month", "202603"), ("quarter", "2026Q1"), ("year", "2025")]
)
def test_numbers_alone_are_taken_out_and_no_area_below_or_above_its_region(plan, period):
    issue, mapping, elements = every(plan)
    written = json.loads(figures_dhis2(issue, mapping))
    assert (written["dataSet"], written["period"]) == ("DS_MONTH", period)
    assert {written[one] for one in written if one.endswith("cheme")} == {"CODE"}
    found = {(one["dataElement"], one["orgUnit"]): one for one in written["dataValues"]}
    assert len(found) == len(written["dataValues"])
    wanted = {}
    for element, (name, codes) in elements.items():
        by_area = any("area" in dict(key) for key, _one in issue.shown.tables[name])
        for key, printed in issue.shown.tables[name]:
            area = dict(key).get("area", "")
            alike = codes_of(key) - {("area", area)} == codes
            right = area.startswith("region.") if by_area else True
            if alike and right and isinstance(printed, Number):
                unit = f"OU_{area.removeprefix('region.') or 'ALL'}"
                wanted[element, unit] = str(printed.value)
    assert {one: value["value"] for one, value in found.items()} == wanted
    assert {one["value"] for one in written["dataValues"]} <= told(issue.shown) - {"0"}
    assert {one["period"] for one in written["dataValues"]} == {period}


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("alongside-dhis2/1", "other/1", "format", ""),
        ("[org_units]", "[org_units", "toml", ""),
        ('data_set = "DS_MONTH"', "", "lacks", ""),
        ('data_set = "DS_MONTH"', "data_set = 3", "lacks", ""),
        ('data_set = "DS_MONTH"', 'data_set = "DS"\nother = "x"', "unknown", ""),
        ("region.south", "region.nowhere", "area", "[org_units]"),
        ("region.south", "east_towns", "regions", "[org_units]"),
        ("OU_S", "OU_N", "unit_twice", "[org_units]"),
        ('combo = "M"', 'combo = "F"', "twice", "[[value]] 2"),
        ('{ gender = "man" }', '{ area = "region.north" }', "area_row", "[[value]] 2"),
        ('{ gender = "man" }', '"man"', "no_table", "[[value]] 2"),
        ('{ gender = "man" }', '{ gender = "men" }', "cell", "[[value]] 2"),
        ('table = "given"', 'table = "gave"', "table", "[[value]] 4"),
        ('"HOUSED"', '"BY_REGION"', "twice", "[[value]] 4"),
        ('"BY_REGION"', '"PERSONS"', "levels", "[[value]] 3"),
        ("[[value]]", "[value]", "toml", ""),
        (MAPPING[MAPPING.index("[[value]]") :], "", "lacks", ""),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said_with_its_place(old, new, code, place):
    assert old in MAPPING
    with pytest.raises(SourceRefused) as refused:
        read_mapping(MAPPING.replace(old, new, 1).encode()).demand_fits("month", "2026-03")
    assert refused.value.code == f"dhis2_{code}"
    assert place in (refused.value.where.words() if refused.value.where else "")
