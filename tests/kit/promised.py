"""What our documents promise: their words, and whether a test that they name exists."""

from __future__ import annotations

from functools import cache

from measure import HOUSE, Source


def text(name):
    """Return what a document says."""
    return (HOUSE / name).read_text("utf-8")


def is_there(test_id):
    """Return whether a test of that id exists."""
    path, _, name = test_id.partition("::")
    if not (HOUSE / path).is_file():
        return False
    return name.rpartition("::")[2] in _names(path)


@cache
def _names(path):
    source = Source(path, text(path))
    return {node.name for node in [*source.functions, *source.classes]}
