"""Random histories: what several authors, each knowing only a part, might have written."""

from __future__ import annotations

from hypothesis import strategies as st

from ledger.merge import EMPTY, learn, views
from ledger.ops import Kind, Op, OpId

TABLE = "note"
FIELDS = ("status", "risk", "due", "text")
ENTITIES = tuple(bytes([number]) * 16 for number in (1, 2))
LANES = tuple(bytes([number]) * 16 for number in (101, 102, 103))
_VALUES = st.sampled_from([None, "low", "high", "given", "withdrawn", "2026-03-01", 3, True])


@st.composite
def histories(draw, longest=12):
    """Draw operations in the order they were written, each by a lane that knew some before it."""
    ops: list[Op] = []
    for number in range(draw(st.integers(1, longest))):
        lane = draw(st.sampled_from(LANES))
        seen = [op for op in ops if op.id.lane == lane or draw(st.booleans())]
        ops.append(_next(draw, number, lane, seen))
    return ops


def _next(draw, number, lane, seen):
    entity = draw(st.sampled_from(ENTITIES))
    known = {view.entity: view for view in views(learn(EMPTY, seen))}.get(entity)
    kinds = [Kind.SET] * 6 + [Kind.DELETE] + [Kind.ERASE] * draw(st.booleans())
    kind = draw(st.sampled_from(kinds)) if known else Kind.CREATE
    field, value, parents = None, None, ()
    cells = known.cells if known else {}
    if kind is Kind.CREATE:
        value = draw(st.dictionaries(st.sampled_from(FIELDS), _VALUES))
    elif kind is Kind.SET:
        field = draw(st.sampled_from((*FIELDS, "")))
        value = draw(_VALUES) if field else False
        parents = sorted(tip.id for tip in cells.get(field, ()))
    elif kind is Kind.DELETE:
        parents = sorted({tip.id for tips in cells.values() for tip in tips})
    hlc = draw(st.integers(0, 20)) << 16
    op_id = OpId(lane, 1, number)
    return Op(op_id, kind, entity, TABLE, field, value, hlc, tuple(parents))
