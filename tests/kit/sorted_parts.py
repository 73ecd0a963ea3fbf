"""Parts of a stick by what they are called."""

from __future__ import annotations


def sorted_out(parts):
    """Return parts by what they are called, those too that only a newer program would know."""
    found = {}
    for part in parts:
        found.setdefault(part.name, []).append(part.body)
    return found
