"""What goes out under a number of a lane: a batch, or a piece of one that is too large."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.homes.late import without_content
from db.homes.scopes import outgoing
from db.log.cells import read_op
from ledger.ops import OpId, encode_batch
from ledger.pieces import PIECE_BYTES, Piece, cut, is_reserved, place_of, said

if TYPE_CHECKING:
    from sqlcipher3 import Cursor

    from ledger.ops import Op


def content_of(cursor: Cursor, lane: bytes, aseq: int, day: str) -> bytes:
    """Return what a batch says to others; of one that is too large, the piece under this number."""
    place = _place(cursor, lane, aseq)
    last = aseq if place is None else aseq + place.total - place.number
    ops = outgoing(cursor, lane, last, day)
    content = encode_batch(ops)
    if place is None:
        return content
    if len(content) > PIECE_BYTES:
        return encode_batch([said(cut(content, place), OpId(lane, aseq, 0), ops[0].hlc)])
    # It left meanwhile: all there is to say fits under the last number.
    return content if aseq == last else encode_batch([_nothing(cursor, lane, aseq)])


def _place(cursor: Cursor, lane: bytes, aseq: int) -> Piece | None:
    op = read_op(cursor, OpId(lane, aseq, 0))
    if op is not None and is_reserved(op):
        return place_of(op)
    before = read_op(cursor, OpId(lane, aseq - 1, 0))
    if before is None or not is_reserved(before):
        return None
    number, count, _ = place_of(before)
    return Piece(number + 1, count)


def _nothing(cursor: Cursor, lane: bytes, aseq: int) -> Op:
    op = read_op(cursor, OpId(lane, aseq, 0))
    if op is None:
        raise LookupError(aseq)
    return without_content(op)
