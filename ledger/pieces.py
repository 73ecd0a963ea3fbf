"""What is too large for one envelope travels in pieces: several batches, and the last is it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, cast

from ledger.ops import MAX_CONTENT, Kind, Op, OpId, OpRefused, encode

if TYPE_CHECKING:
    from collections.abc import Sequence

# So much fits into one sealed envelope of 64 KiB even if nothing in it can be compressed.
PIECE_BYTES: Final = 48 * 1024
PIECE: Final = "@piece"
_MOST: Final = -(-MAX_CONTENT // PIECE_BYTES)


class Piece(NamedTuple):
    """One piece: its number from 1 on, how many there are, and its bytes."""

    number: int
    total: int
    body: bytes = b""


def pieces_of(size: int) -> int:
    """Return in how many batches something of some size travels."""
    return -(-size // PIECE_BYTES)


def reserved(number: int, count: int) -> bytes:
    """Return what the log keeps in the place of a piece: where it stands, and none of its bytes."""
    return encode((number, count))


def is_reserved(op: Op) -> bool:
    """Return whether an operation only keeps the number of a piece."""
    return op.kind is Kind.SCHEMA and op.table == PIECE


def place_of(op: Op) -> Piece:
    """Return which piece goes out under the number that an operation of our own log keeps."""
    number, count = cast("tuple[int, int]", op.value)
    return Piece(number, count)


def cut(content: bytes, place: Piece) -> Piece:
    """Return one piece of what a batch says."""
    size = -(-len(content) // place.total)
    return place._replace(body=content[(place.number - 1) * size : place.number * size])


def said(piece: Piece, op_id: OpId, hlc: int) -> Op:
    """Return the operation by which a piece travels; it is alone in its batch."""
    return Op(op_id, Kind.SCHEMA, bytes(16), PIECE, None, tuple(piece), hlc)


def piece_of(ops: Sequence[Op]) -> Piece | None:
    """Return the piece that a batch brings, or None if it is whole."""
    if len(ops) != 1 or not is_reserved(ops[0]):
        return None
    match ops[0].value:
        case (int(number), int(count), bytes(body)) if 1 <= number <= count <= _MOST:
            return Piece(number, count, body)
    raise OpRefused("ledger.piece")


def whole(pieces: Sequence[Piece]) -> bytes:
    """Return what a batch says that came in pieces."""
    return b"".join(piece.body for piece in pieces)
