"""Random histories: what several authors, each knowing only a part, might have written."""

from __future__ import annotations

from hypothesis import strategies as st

from ledger.merge import EMPTY, learn, views
from ledger.ops import Kind, Op, OpId

TABLE = "service"
FIELDS = ("cost", "hours", "areas", "contact")
ENTITIES = tuple(bytes([number]) * 16 for number in (1, 2))
LANES = tuple(bytes([number]) * 16 for number in (101, 102, 103))
_TEXTS = [None, "low", "high", "given", "withdrawn", "2026-03-01"]
SCALARS = st.sampled_from([*_TEXTS, 3, True])
TEXTS = st.sampled_from(_TEXTS)


@st.composite
def histories(draw, longest=12, values=SCALARS, entities=ENTITIES, fields=FIELDS):
    """Draw operations in the order they were written, each by a lane that knew some before it.

    With few things and fields more of them meet.
    """
    ops: list[Op] = []
    for number in range(draw(st.integers(1, longest))):
        lane = draw(st.sampled_from(LANES))
        seen = [op for op in ops if op.id.lane == lane or draw(st.booleans())]
        ops.append(_next(draw, OpId(lane, 1, number), seen, (values, entities, fields)))
    return ops


def _next(draw, op_id, seen, what):
    values, entities, fields = what
    entity = draw(st.sampled_from(entities))
    known = {view.entity: view for view in views(learn(EMPTY, seen))}.get(entity)
    kinds = [Kind.SET] * 6 + [Kind.DELETE] + [Kind.ERASE] * draw(st.booleans())
    kind = draw(st.sampled_from(kinds)) if known else Kind.CREATE
    field, value, parents = None, None, ()
    cells = known.cells if known else {}
    if kind is Kind.CREATE:
        value = draw(st.dictionaries(st.sampled_from(fields), values))
        value |= {"code": f"{entity[0]}", "name": "x", "kind": "clinic", "active": "yes"}
    elif kind is Kind.SET:
        field = draw(st.sampled_from((*fields, "")))
        value = draw(values) if field else False
        parents = sorted(tip.id for tip in cells.get(field, ()))
    elif kind is Kind.DELETE:
        parents = sorted({tip.id for tips in cells.values() for tip in tips})
    hlc = draw(st.integers(0, 20)) << 16
    return Op(op_id, kind, entity, TABLE, field, value, hlc, tuple(parents))
