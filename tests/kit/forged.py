"""What a member's own program could sign: anything, in any stream that she may write."""

from __future__ import annotations

import os

from ledger.ops import Op, OpId, encode_batch, lane_id
from sync.members.member import caseload_of, sealing_key
from sync.wire import frames
from sync.wire.envelope import Place, seal
from sync.wire.frames import Kind

STREAMS = ("config", "own")


class Forger:
    """Signs as whoever works at a laptop, in one stream, and goes on where her lane is."""

    def __init__(self, laptop, stream):
        with laptop.post() as post:
            post.seal_all()
            member = post.membership
            self.me, self.roster = member.me, member.roster
            self.key = sealing_key(member, stream)
            self.lane = lane_id(self.me.public, stream)
            said = [one for one in member.exchange.roster() if self._is_mine(one, stream)]
            at = member.lane(self.lane)
        self.last, self.digest = at.aseq, at.digest
        if said:
            # What stands in the roster is no lane of operations.
            last = max(said, key=lambda one: frames.parse(one).aseq)
            self.last, self.digest = frames.parse(last).aseq, frames.batch_id(last)
        self.stream, self.clock = stream, laptop.clock

    def _is_mine(self, batch, stream):
        header = frames.parse(batch)
        return header.stream == stream and header.author == self.me.author

    def says(self, *ops):
        """Return a batch of operations: kind, entity, table, field, value, parents."""
        moment = int(self.clock().timestamp() * 1000) << 16
        made = [
            Op(OpId(self.lane, self.last + 1, n), *op[:5], moment + n, tuple(op[5:6] and op[5]))
            for n, op in enumerate(ops)
        ]
        return self.seals(Kind.OPS, encode_batch(made))

    def seals(self, kind, content):
        """Return a batch of any kind, in the place that follows in her lane."""
        place = Place(
            org=self.roster.org,
            stream=self.stream,
            author=self.me.author,
            kind=kind,
            generation=self.roster.generation(self.stream),
            aseq=self.last + 1,
            prev=self.digest,
        )
        batch = seal(content, place, self.key, self.me.seed)
        self.last, self.digest = place.aseq, frames.batch_id(batch)
        return batch


def forger(team, where):
    """Return who forges at the other laptop of two: in what all read, or in her own stream."""
    member = team.first.post.membership
    own = caseload_of(member.roster.org, team.other.user)
    return Forger(team.other, {"config": member.config, "own": own}[where])


def stands(store, entity, field):
    """Return the operations of a field that nobody replaced: what a change names."""
    told = "select lane, aseq, idx from cell_meta where entity = ? and field = ?"
    made = "select lane, aseq, idx from entity where id = ?"
    rows = store.connection.execute(told, (entity, field)).fetchall()
    rows = rows or store.connection.execute(made, (entity,)).fetchall()
    return [OpId(*row) for row in rows]


def nobody():
    """Return the id of nothing."""
    return os.urandom(16)
