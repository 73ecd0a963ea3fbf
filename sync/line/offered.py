"""A snapshot that is brought to a server part by part; what was cut off goes on where it stopped.

Its parts are kept, sealed, until they are there. It goes on only while all that is in it may still
be handed out: nothing of the stream has left or was erased since, and its key is the present one.
"""

from __future__ import annotations

from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from db.exchange.offered import Offered, Offers
from sync.line.talk import Told
from sync.sealed.snapshots import make
from sync.sealed.summaries import NOT_NOW
from sync.wire import frames
from sync.wire.documents import Snapshot, taken_apart

if TYPE_CHECKING:
    from sync.line.ground import AtStore
    from sync.line.talk import Talk
    from sync.post import Post

_MADE, _KEPT = 201, 204
_OPEN: Final = "open"
# What a server says of a snapshot that it knows nothing of, or that is of another log.
_OTHER: Final = (400, 404, 409)


class Offering:
    """Brings snapshots of this workbook to its server."""

    def __init__(self, talk: Talk, post: Post, at: AtStore) -> None:
        self._talk, self._post, self._at = talk, post, at
        self._offers = Offers(post.connection, post.now)

    def is_under_way(self, stream: bytes) -> bool:
        """Return whether one was begun that is not whole there."""
        return self._offers.of(stream) is not None

    def bring(self, stream: bytes) -> Snapshot | None:
        """Bring a snapshot of a stream; return which, or nothing where none is there then."""
        for find in (self._going_on, self._made):
            offered = self._at(partial(find, stream))
            if offered is None:
                continue
            try:
                if self._send(stream, offered):
                    return Snapshot.unpack(taken_apart(offered.manifest).body)
            except Told as refused:
                if refused.status not in _OTHER or find == self._made:
                    raise
            # The server let go of what was begun, or is another one.
            self._at(partial(self._offers.forget, stream))
        return None

    def _going_on(self, stream: bytes) -> Offered | None:
        """Return what is still to be sent, if all that is in it may still go."""
        offered = self._offers.of(stream)
        if offered is None:
            return None
        member = self._post.membership
        epochs = {frames.parse(part).epoch for part in offered.parts.values()}
        if epochs == {member.roster.epoch(stream)} and self._ended(stream) == offered.ended:
            return offered
        self._offers.forget(stream)
        return None

    def _made(self, stream: bytes) -> Offered | None:
        post = self._post
        try:
            made = make(post.membership, post.exchange, stream, post.seen(stream))
        except NOT_NOW:
            # As somebody else of this workbook has not sealed yet what she wrote.
            return None
        offered = Offered(
            made.name, made.manifest, self._ended(stream) or b"", dict(enumerate(made.parts))
        )
        self._offers.keep(stream, offered)
        return offered

    def _ended(self, stream: bytes) -> bytes | None:
        """Return a hash of what left a stream or was erased; nothing where none may go now."""
        try:
            with self._post.exchange.summing(stream) as summing:
                told = [(*op.id, op.entity) for op in summing.ends()]
        except NOT_NOW:
            return None
        return blake2b(repr(told).encode(), digest_size=frames.DIGEST_SIZE).digest()

    def _send(self, stream: bytes, offered: Offered) -> bool:
        """Send what is left of a snapshot; return whether it is whole there."""
        query, state = f"?stream={stream.hex()}", ""
        # Said again it is the same.
        self._talk.told("POST", f"snapshots{query}", {_MADE}, offered.manifest)
        last = max(offered.parts)
        for number, part in offered.parts.items():
            what = f"snapshots/{offered.id.hex()}/parts/{number}{query}"
            reply = self._talk.reply("PUT", what, {_KEPT}, part)
            state = reply.headers.get("state", "")
            reply.told()
            if number != last:
                # The last one is sent again until it is known that all are there.
                self._at(partial(self._offers.went, offered.id, number))
        return state != _OPEN
