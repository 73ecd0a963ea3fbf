"""Protected cells as a register of published tables, for the attacker to read."""

from __future__ import annotations

from casework.protect.printed import BASE, Mark, Number


def register(releases, dimensions, targets=(), least=10):
    """Return a register: lists of what was printed, release by release."""
    return {
        "format": "published-tables/1",
        "dimensions": {
            name: {
                "atoms": list(one.atoms),
                "codes": {c: sorted(held) for c, held in one.codes.items() if held != {c}},
                "total": "ALL",
            }
            for name, one in dimensions.items()
        },
        "marks": {f"<{least}": [0, least - 1]},
        "releases": [_release(n, cells) for n, cells in enumerate(releases)],
        "targets": [[list(pair) for pair in key] for key in targets],
    }


def _release(number, cells):
    tables = {}
    for name, printed in cells.items():
        if printed is not None:
            dims = tuple(dim for dim, _code in name.key)
            codes = [code for _dim, code in name.key]
            tables.setdefault((name.people, dims), []).append([codes, _said(printed)])
    return {
        "id": f"r{number}",
        "population": "all",
        "tables": [
            {"id": "-".join(dims), "unit": unit, "dims": list(dims), "cells": told}
            for (unit, dims), told in tables.items()
        ],
    }


def _said(printed):
    if isinstance(printed, Mark):
        return f"<{printed.least}"
    if isinstance(printed, Number):
        return {"value": printed.value, "base": BASE, "min": printed.least}
    return {"lo": printed.lo, "hi": printed.hi}
