"""Reads tables with the tags of the Humanitarian Exchange Language as other programs do.

It follows the standard and knows nothing of how the program writes: the row of tags is one of the
first 25, at least half of its cells are tags, and the order of attributes does not matter.
"""

from __future__ import annotations

import csv
import io
import re

TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+[a-z][a-z0-9_]*)*")
OF_OUR_OWN = "#x_"
CORE = {"#date", "#adm1", "#adm2", "#affected"}


def read(data):
    """Return the rows of a file as mappings from tags to values; raises for what is no HXL."""
    if data[:3] != b"\xef\xbb\xbf":
        raise ValueError("no mark at the beginning")
    return rows(list(csv.reader(io.StringIO(data[3:].decode(), newline=""))))


def rows(lines):
    at = next((n for n, line in enumerate(lines[:25]) if _is_tags(line)), None)
    if at is None:
        raise ValueError("no row of tags")
    tags = [normal(one) for one in lines[at]]
    if len(set(tags)) < len(tags):
        raise ValueError("a tag stands twice")
    return [dict(zip(tags, line, strict=True)) for line in lines[at + 1 :]]


def normal(tag):
    """Return a tag with its attributes A to Z."""
    name, *attributes = (part.strip() for part in tag.split("+"))
    if name not in CORE and not name.startswith(OF_OUR_OWN):
        raise ValueError(f"{name} is neither a tag of the standard nor one of one's own")
    return "+".join((name, *sorted(attributes)))


def _is_tags(line):
    filled = [cell for cell in line if cell]
    tags = [cell for cell in filled if TAG.fullmatch(cell)]
    return bool(tags) and len(tags) * 2 >= len(filled)
