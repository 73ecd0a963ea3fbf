"""Published figures on their way to those who read nothing else: as the register has them.

Nothing is counted here. What goes is what two people let out, cell by cell as it was printed.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from casework.changes import Change
from casework.figures.desk import LEAST
from casework.figures.plan import plans
from casework.figures.released import OUTSIDE, Proposed, Published, packed, unpacked
from casework.team.office_facts import OfficeFacts
from casework.team.worker import Act, Role, Worker, may
from db.figures.sent import FIGURES, is_known, keep_here, keep_sealed, published_by, roles
from db.log.streams import own_authors
from db.rows.moments import read, stored
from ledger.ops import ID_SIZE, OpRefused, decode, encode, lane_id
from sync.wire import frames
from sync.wire.envelope import Place, seal
from sync.wire.frames import Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from db.store import Store
    from sync.members.joining import Membership
    from sync.sealed.incoming import Incoming

# What bytes that are no release come to, lists in a thousand lists and moments of no year among it.
_UNREADABLE: Final = (
    *(OpRefused, AttributeError, KeyError, TypeError, ValueError),
    *(OverflowError, RecursionError),
)
_OF_ORG: Final = b"figures of org"
_PUBLISHING: Final = Act.STATISTICS
_VERSION: Final = 1
# Which releases were sealed here, one id behind the other.
_TOLD: Final = "figures.told"


class FiguresRefused(ValueError):
    """What came is no release as the register has it; the message is a code."""


def figures_of(org: bytes) -> bytes:
    """Return the stream of an organisation's figures: the same one whoever names it."""
    return blake2b(org, person=_OF_ORG, digest_size=ID_SIZE).digest()


class Figures:
    """What one workbook gives of the register to those who read figures alone, or gets of it."""

    def __init__(self, member: Membership, store: Store, now: Callable[[], datetime]) -> None:
        self._member, self._store, self._now = member, store, now

    @property
    def alone(self) -> bool:
        """Return whether this workbook reads figures and nothing else."""
        return not self._member.of_family("config")

    # ------------------------------------------------------------------ out

    def seal(self) -> int:
        """Seal what was published since, if that is for us to do; return how many batches."""
        member, roster = self._member, self._member.roster
        stream = figures_of(roster.org)
        if stream not in roster.streams or not self._is_mine(stream):
            return 0
        told = member.exchange.secrets().get(_TOLD, b"")
        known = {told[at : at + ID_SIZE] for at in range(0, len(told), ID_SIZE)}
        made = 0
        for release in self._register():
            name = bytes.fromhex(release.wanted.id)
            if name not in known and self._seal(stream, content_of(release)):
                told, made = told + name, made + 1
                member.exchange.keep_secrets({_TOLD: told})
        return made

    def _is_mine(self, stream: bytes) -> bool:
        """Return whether this workbook gives figures out: only one does.

        It is that of whoever has administered longest, of those who may write them.
        """
        roster = self._member.roster
        giving = (
            name
            for name in roster.authors
            if roster.administers(name) and roster.may_write(name, stream)
        )
        return next(giving, None) == self._member.me.author

    def _register(self) -> list[Published]:
        worker = Worker(self._member.me.user.hex(), Role.SUPERVISOR)
        with self._store.begin(worker) as work:
            published = work.figures.published()
        by, may_publish = published_by(self._store.connection), self._publishers()
        # What others published is theirs to tell; what somebody says to be published who may not
        # publish is told by nobody, nor is what no two people let out: a register that was read
        # again says nothing of them. What was for a named office alone is not for all laptops: the
        # roster does not know whose each of them is.
        return [
            one
            for one in published
            if one.wanted.plan != OUTSIDE
            and one.wanted.least >= LEAST
            and one.second not in {"", one.wanted.by}
            and by.get(one.wanted.id) in may_publish
        ]

    def _publishers(self) -> frozenset[bytes]:
        """Return the keys of all whose role here lets figures out, and those of this workbook."""
        connection = self._store.connection
        said = roles(connection)
        ours = own_authors(connection.cursor())
        return ours.union(
            one.public
            for one in self._member.roster.authors.values()
            if one.user in said and may(Worker(one.user.hex(), Role(said[one.user])), _PUBLISHING)
        )

    def _seal(self, stream: bytes, content: bytes) -> bool:
        member, roster, me = self._member, self._member.roster, self._member.me
        key = member.key(stream, roster.epoch(stream))
        if key is None:
            return False
        lane = lane_id(me.public, stream)
        before = member.lane(lane)
        place = Place(
            org=roster.org,
            stream=stream,
            author=me.author,
            kind=Kind.STATS,
            generation=roster.generation(stream),
            aseq=before.aseq + 1,
            prev=before.digest,
        )
        batch = seal(content, place, key, me.seed)
        at = place.aseq, frames.batch_id(batch)
        keep_sealed(self._store.connection, (lane, stream, me.public), at, batch, self._now())
        return True

    # ------------------------------------------------------------------ in

    def is_theirs(self, stream: bytes) -> bool:
        """Return whether a stream is one of figures: no operation in it is ever taken in."""
        known = self._member.roster.streams.get(stream)
        return known is not None and known.family == FIGURES

    def take(self, one: Incoming) -> None:
        """Keep a release that came; whoever has the register of the office has it from there."""
        if one.header.kind is not Kind.STATS or not self.alone:
            return
        release = release_of(one.content)
        if not is_known(self._store.connection, bytes.fromhex(release.wanted.id)):
            worker = Worker(self._member.me.user.hex(), Role.VIEWER)
            with self._store.begin(worker) as work:
                work.figures.take_in(release)
                change = Change("figures_entered", subject_id=release.wanted.id, reason="1")
                work.commit(change)

    def settle_in(self, name: str) -> None:
        """Let somebody see figures in a workbook that gets neither people nor forms from others."""
        me = self._member.me
        viewer = Worker(me.user.hex(), Role.VIEWER, name)
        with self._store.begin(viewer) as work:
            work.people.add(viewer.id, name, viewer.role, me.public)
            work.people.set_office(OfficeFacts("", "", "", "en", practice=False))
            work.commit(Change("workbook_made", subject_id=viewer.id))
        keep_here(self._store.connection)


def content_of(release: Published) -> bytes:
    """Return a release as it is sealed: nothing of who proposed it, agreed to it or asked."""
    wanted = release.wanted
    facts = bytes.fromhex(wanted.id), wanted.plan, wanted.period, wanted.least
    printed = packed(release.cells, release.areas)
    return encode((_VERSION, *facts, stored(release.at), release.rule, printed))


def release_of(content: bytes) -> Published:
    """Return the release that a batch brings, or refuse it."""
    try:
        found: Any = decode(content)
        version, name, plan, period, least, at, rule, printed = found
        sound = (
            version == _VERSION
            and [type(one) for one in (name, period, at, rule, printed)] == [bytes, *[str] * 4]
            and len(name) == ID_SIZE
            and plan in plans()
            and type(least) is int
            and least > 1
        )
        if not sound:
            raise FiguresRefused("figures.shape")
        moment = read(at)
        cells, areas = unpacked(printed)
        if not all(type(one.printed.hi - one.printed.lo) is int for one in cells):
            raise FiguresRefused("figures.printed")
        wanted = Proposed(name.hex(), plan, period, "", least, bytes(ID_SIZE).hex(), moment)
        release = Published(wanted, "", moment, rule, cells, areas)
        # Written again it has to be the same: nothing else stands in it.
        if content_of(release) != content:
            raise FiguresRefused("figures.printed")
    except _UNREADABLE as cause:
        raise FiguresRefused(_code_of(cause)) from None
    return release


def _code_of(cause: Exception) -> str:
    return str(cause) if isinstance(cause, FiguresRefused) else "figures.shape"
