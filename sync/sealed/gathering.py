"""Pieces of a large batch wait for the last of them; only together they say anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.ops import Kind, Op, decode_batch
from ledger.pieces import Piece, piece_of, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sync.sealed.incoming import Incoming


class Gathering:
    """The pieces that came, lane by lane, while batches come in."""

    def __init__(self) -> None:
        # By their lane and the number that comes next there.
        self._held: dict[tuple[bytes, int], list[tuple[Incoming, Piece]]] = {}

    def add(self, one: Incoming) -> list[tuple[Incoming, Sequence[Op]]]:
        """Take the next batch of a lane; return what can be taken in with it, in order.

        A number of a piece whose others do not follow says nothing, and neither does any piece
        but the last. None follow where what comes next is known already.
        """
        piece = piece_of(one.ops)
        held = self._held.pop((one.lane, one.header.aseq), [])
        if piece is None:
            return [*_nothing(held), (one, one.ops)]
        if held and (held[-1][1].number + 1, held[-1][1].total) == piece[:2]:
            held, before = [*held, (one, piece)], []
        else:
            held, before = [(one, piece)], list(_nothing(held))
        if held[0][1].number > 1:
            return [*before, *_nothing(held)]
        if piece.number < piece.total:
            if one.state.aseq > one.header.aseq:
                return [*before, *_nothing(held)]
            self._held[one.lane, one.header.aseq + 1] = held
            return before
        ops = decode_batch(whole([each for _, each in held]), one.lane, one.header.aseq)
        return [*before, *_nothing(held[:-1]), (one, ops)]

    def left(self) -> list[Incoming]:
        """Return the pieces whose last did not come yet."""
        return [one for held in self._held.values() for one, _ in held]


def _nothing(held: Sequence[tuple[Incoming, Piece]]) -> Iterator[tuple[Incoming, Sequence[Op]]]:
    for one, _ in held:
        (op,) = one.ops
        yield one, (Op(op.id, Kind.SCHEMA, op.entity, "", None, None, op.hlc),)
