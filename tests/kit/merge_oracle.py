"""The merge rule said again in plain sets, for the merge core to be compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.ops import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.ops import Op, OpId


def expected(ops: Iterable[Op]) -> dict[tuple[bytes, str], set[OpId]]:
    """Return for each cell the operations that no other operation of that cell replaces."""
    ops = list(ops)
    erased = {op.entity for op in ops if op.kind is Kind.ERASE}
    cells: dict[tuple[bytes, str], set[Op]] = {}
    for op in ops:
        if op.entity in erased:
            continue
        if op.kind is Kind.CREATE:
            names = list(op.value)
        elif op.kind is Kind.DELETE:
            names = [""]
        else:
            names = [op.field]
        for name in names:
            cells.setdefault((op.entity, name), set()).add(op)
    return {
        cell: {op.id for op in inside if not any(op.id in other.parents for other in inside)}
        for cell, inside in cells.items()
    }


def unaccounted(ops: Iterable[Op]) -> set[OpId]:
    """Return the operations that are neither shown, replaced by name, nor erased."""
    ops = list(ops)
    shown = set().union(*expected(ops).values()) if ops else set()
    named = {parent for op in ops for parent in op.parents}
    erased = {op.entity for op in ops if op.kind is Kind.ERASE}
    return {
        op.id
        for op in ops
        if op.id not in shown | named
        and op.entity not in erased
        and not (op.kind is Kind.CREATE and not op.value)
    }
