"""What goes out of a workbook and comes in: sealed batches, on a stick or by any other way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from db.exchange.batches import Parked
from db.exchange.carried_files import CarriedFiles
from db.exchange.lines import Lines
from db.exchange.snapshots import Snapshots
from db.homes.settling import after_receiving, settle_all
from db.homes.signers import who_sign
from db.homes.stranded import say_stranded
from db.incoming.programs import shape
from db.incoming.vouched import WAITS
from db.log.outbox import ON_A_STICK
from sync.members.address import Address
from sync.members.following import follow_streams
from sync.members.joining import Membership
from sync.members.member import ended, sealing_key, written
from sync.members.scribe import CONFIG
from sync.members.sitting import colleagues
from sync.members.standing import ever_wrote, where_they_work
from sync.members.tending import Tending
from sync.sealed import ends
from sync.sealed.crowding import within
from sync.sealed.figures import Figures, figures_of
from sync.sealed.files import SealedFiles
from sync.sealed.incoming import CROWDED
from sync.sealed.opening import Opening
from sync.sealed.reading import Reading, ToUs
from sync.sealed.setback import require_latest
from sync.sealed.summaries import Summaries
from sync.sealed.told_ends import weighed
from sync.wire import bundle, frames
from sync.wire.bundle import Part, PartKind
from sync.wire.envelope import Place, seal
from sync.wire.frames import FrameRefused, Kind
from sync.wire.lanes import LATE, LEFT, PIECE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import datetime
    from typing import BinaryIO

    from db.store import Store
    from sync.members.member import Person

# What came before that which it needs is kept and tried again.
CONFIG_STREAM: Final = "stream.config"
EARLY: Final = ("lane.gap", "incoming.author", "incoming.right", "incoming.epoch", PIECE, WAITS)
_KNOWN: Final = "lane.known"
# So many batches of a stick are looked at together.
_AT_ONCE: Final = 1_024


@dataclass(slots=True)
class Came:
    """What became of all that somebody brought: operations taken in, batches by what they were."""

    operations: int = 0
    # Of these, what came too late for something that was erased.
    dropped: int = 0
    batches: int = 0
    known: int = 0
    early: int = 0
    late: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    roster_changed: bool = False
    forked: bool = False
    others: tuple[str, ...] = ()
    # Snapshots that were taken in, and those that say something else than what is here.
    summed: int = 0
    differs: int = 0
    # Files whose last piece came.
    files: int = 0
    # What is kept that only a newer program can show.
    unshown: int = 0
    # Why a file was not read to its end.
    torn: str = ""
    # What whoever wrote a file said to have.
    said: tuple[bytes, ...] = ()

    def add(self, more: Came) -> None:
        """Count what became of more of it too."""
        for name in ("operations", "dropped", "batches", "known"):
            setattr(self, name, getattr(self, name) + getattr(more, name))
        self.summed, self.differs = self.summed + more.summed, self.differs + more.differs
        # What waits is tried again with everything that comes.
        self.early, self.late, self.unshown = more.early, more.late, more.unshown
        self.refused.update(more.refused)
        self.roster_changed |= more.roster_changed
        self.forked |= more.forked


class Post:
    """The exchange of one open workbook."""

    def __init__(self, store: Store, person: Person, now: Callable[[], datetime]) -> None:
        self._store, self._person, self.now = store, person, now
        self.connection = store.connection
        self.exchange = Snapshots(store.connection, person.user, now)
        self.membership = Membership(self.exchange, person, now)
        self.exchange.sign_by(lambda: self.membership.me.public)
        self.exchange.may = lambda *asked: ever_wrote(self.membership.roster, *asked)
        # A newer program than the one before may show what waited for it.
        self.exchange.awaken(shape())
        self.summaries = Summaries(self.membership, self.exchange, self.seen)
        self.files = SealedFiles(self.membership, CarriedFiles(store.connection, now))
        self.tending = Tending(self.membership, store)
        self.figures = Figures(self.membership, store, now)

    # ------------------------------------------------------------------ joining

    def found(self) -> None:
        """Begin an organisation with this workbook and all who sign in it."""
        others = colleagues(who_sign(self._store.connection), self.membership.me.user)
        self.membership.found(bytes.fromhex(self._store.kept(CONFIG_STREAM)), others)
        self._follow()

    def admit(self, asked: bytes, *, administers: bool, user: bytes = b"") -> tuple[bytes, bytes]:
        """Let a workbook in that asked; return the answer, and the digest that both read aloud."""
        answered = self.membership.admit(asked, administers=administers, user=user)
        self._follow()
        return answered

    def admit_to_figures(self, asked: bytes, user: bytes = b"") -> tuple[bytes, bytes]:
        """Let a workbook in that is to read what is published, and nothing else."""
        figures = figures_of(self.membership.roster.org)
        return self.membership.admit_to_figures(asked, figures, user)

    def join(self, answer: bytes) -> bytes:
        """Take the place that an answer gives; return the digest that both read aloud."""
        digest = self.membership.join(answer)
        self._follow()
        self.tending.after_hearing()
        return digest

    # ------------------------------------------------------------------ out

    def seal_all(self) -> int:
        """Close and seal what this person wrote since; return how many batches that made."""
        member = self.membership
        require_latest(member, self._store)
        with self._store.at_hand() as ground:
            settle_all(ground, written(member))
        if self.tending.let_write():
            self._follow()
        self.tending.before_giving()
        made = 0
        for stream in [*member.of_family(CONFIG), *member.caseloads]:
            while self._seal(stream):
                made += 1
        return made + self.figures.seal()

    def _seal(self, stream: bytes) -> bool:
        """Seal the next batch of this person in a stream; return whether there was one."""
        member, me = self.membership, self.membership.me
        waiting = self.exchange.pending(stream, me.public, 1)
        if not waiting or not member.roster.may_write(me.author, stream, waiting[0].aseq):
            return False
        ((lane, aseq, content),) = waiting
        key = sealing_key(member, stream)
        if key is None:
            return False
        seen = self.seen(stream)
        place = Place(
            org=member.roster.org,
            stream=stream,
            author=me.author,
            kind=Kind.OPS,
            generation=member.roster.generation(stream),
            aseq=aseq,
            prev=member.lane(lane).digest,
            seen_seq=seen[0],
            seen_head=seen[1],
        )
        batch = seal(content, place, key, me.seed)
        self.exchange.keep_sealed(lane, aseq, frames.batch_id(batch), batch)
        return True

    def seen(self, stream: bytes) -> tuple[int, bytes]:
        """Return how far this workbook saw the log of a stream at the server, if there is one."""
        address = self.membership.roster.address
        if not address:
            return 0, frames.START
        lines = Lines(self.connection, Address.of(address).name, self.now)
        return lines.log.head(lines.server.n, stream) or (0, frames.START)

    def write(
        self,
        have: Mapping[bytes, int] | None = None,
        *,
        whole: bool = False,
        to: bytes | None = None,
    ) -> Iterator[bytes]:
        """Yield a file for every other workbook; `have` is what they are known to have already.

        If it is not given, it is what all who read a stream said themselves to have of it.
        What somebody may lack that nobody can give her any more goes along summed up, and of the
        `whole` all that this workbook may sum up. Of what is `to` one workbook alone no other
        opens anything, and in it is what that one reads.
        """
        member = self.membership
        self.seal_all()
        others = {
            workbook: kem
            for workbook in member.roster.workbooks
            if workbook != member.me.workbook
            and to in {None, workbook}
            and (kem := member.roster.kem_of(workbook))
        }
        summed = self.summaries.possible() if whole else self.summaries.needed()
        if have is None:
            have = {} if whole else self._proved(others.keys())
        read = None if to is None else member.roster.reading(to)
        return bundle.write(self._parts(have, summed, read), member.roster.org, others)

    def _proved(self, others: AbstractSet[bytes]) -> Mapping[bytes, int]:
        readers = self.membership.roster.all_readers()
        return self.exchange.proved({stream: some & others for stream, some in readers.items()})

    def _parts(
        self, have: Mapping[bytes, int], summed: Iterable[bytes], read: AbstractSet[bytes] | None
    ) -> Iterator[Part]:
        """Yield what goes out, of the streams that are `read` there if it is for one alone."""
        yield from ends.told(self.membership)
        for batch in self.exchange.roster():
            yield Part(PartKind.BATCH, batch)
        for _lane, _aseq, batch in self.exchange.sealed_since(have):
            if read is not None and frames.parse(batch).stream not in read:
                continue
            # What may have been seen is never sealed anew under the same number.
            self.exchange.mark_sent([frames.batch_id(batch)], ON_A_STICK)
            yield Part(PartKind.BATCH, batch)
        yield from self.summaries.parts(one for one in summed if read is None or one in read)
        yield from self.files.parts(read)

    # ------------------------------------------------------------------ in

    def read(self, file: BinaryIO) -> Came:
        """Take in all that a file holds for this workbook; it may come in any order and again."""
        reading, came = Reading(file, ToUs.of(self.membership)), Came()
        # Who brings back what we said has read it.
        ours, back = {one.said for one in self.membership.older}, list[bytes]()
        for n, some in enumerate(reading.batches(_AT_ONCE)):
            if some or not n:
                came.add(self.take(some))
            back += [one for one in some if frames.batch_id(one) in ours]
        for _ in take_beside(self, reading, came):
            pass
        for some in reading.beside(PartKind.BLOB):
            files = self.files.take(some)
            came.files += files.whole
            came.refused.update(files.refused)
        came.refused.update(reading.refused)
        came.torn, came.others = reading.torn, tuple(sorted(reading.others))
        came.said = tuple(reading.said.get("have", ()))
        self.heard_from(came.said, back)
        return came

    def heard_from(self, said: Iterable[bytes], batches: Iterable[bytes]) -> None:
        """Keep how far others say to be, and let go of what waited here for just that."""
        self.summaries.note_have(said)
        self.tending.heard_from(said, batches)
        books = where_they_work(self.membership.roster)
        if again := self.exchange.forget_arrived(books):
            with self._store.at_hand() as ground:
                after_receiving(ground, again)

    def take(self, batches: Iterable[bytes]) -> Came:
        """Take in batches, and what came too early before and can be read now."""
        came, member = Came(), self.membership
        waiting = {one.batch_id: one for one in self.exchange.parked()}
        here = dict.fromkeys([*(one.content for one in waiting.values()), *batches])
        for aside in self.exchange.laid_aside(LEFT):
            here.pop(aside.content, None)
        said, told = self._apart(here, came)
        came.roster_changed = member.hear(said)
        came.refused.update(code for _, code in member.heard.refused)
        came.forked = member.heard.chain.fork is not None
        self._follow()
        told = self._for_us(told)
        opening = Opening(member, self.figures, weighed(member, told), self._settle)
        left = opening.take(told)
        came.operations, came.dropped = opening.operations, opening.dropped
        came.refused.update(opening.refused)
        came.batches = len(told) - sum(map(len, left.values()))
        # An entry whose author or key has not come yet waits like any other batch.
        soon = set(said) & set(member.heard.early)
        left[EARLY[1]], crowded = within([*left.get(EARLY[1], ()), *sorted(soon)], waiting)
        came.refused.update({CROWDED: len(crowded)} if crowded else {})
        self._sort_out(left, came, {name: one.why for name, one in waiting.items()})
        with self._store.at_hand() as ground:
            # Where a workbook was let out somebody else has its cases at home from here on.
            (settle_all if came.roster_changed else after_receiving)(ground)
        came.unshown = self.exchange.unshown()
        for name in waiting.keys() - {frames.batch_id(one) for one in _early(left)}:
            self.exchange.unpark(name)
        if came.roster_changed:
            self.tending.after_hearing()
        return came

    def _settle(self) -> None:
        with self._store.at_hand() as ground:
            after_receiving(ground)

    def _apart(self, batches: Iterable[bytes], came: Came) -> tuple[list[bytes], list[bytes]]:
        """Return what belongs to the roster, and all else that is a batch."""
        stream = self.membership.roster.stream
        said: list[bytes] = []
        told: list[bytes] = []
        for batch in batches:
            try:
                header = frames.parse(batch)
            except FrameRefused as refused:
                came.refused[str(refused)] += 1
                continue
            (said if header.stream == stream else told).append(batch)
        return said, told

    def _for_us(self, batches: Iterable[bytes]) -> list[bytes]:
        """Return what this workbook reads: a stick for all holds what is for others alone."""
        member = self.membership
        theirs = member.roster.streams.keys() - member.roster.reading(member.me.workbook)
        return [one for one in batches if frames.parse(one).stream not in theirs]

    def _sort_out(
        self, left: Mapping[str, list[bytes]], came: Came, waiting: Mapping[bytes, str]
    ) -> None:
        """Keep what came too early or too late, and count all else that was not taken in.

        `waiting` says why something is kept already.
        """
        for code, some in left.items():
            if code == _KNOWN:
                came.known += len(some)
            elif code in EARLY or code == LATE:
                came.early += len(some) if code in EARLY else 0
                came.late += len(some) if code == LATE else 0
                for batch in some:
                    if waiting.get(frames.batch_id(batch)) != code:
                        self._park(batch, code)
            else:
                came.refused[code] += len(some)

    def _park(self, batch: bytes, why: str) -> None:
        header = frames.parse(batch)
        place = (header.stream, header.author, header.aseq)
        self.exchange.park(Parked(frames.batch_id(batch), *place, why, header.epoch, batch))

    def _follow(self) -> None:
        """Let there be every stream that this workbook reads.

        If it was lost, what it had given to nobody is said again before it hears of more.
        """
        member = self.membership
        follow_streams(self._store, member)
        if lanes := ended(member):
            with self._store.at_hand() as ground:
                say_stranded(ground, lanes, written(member))


def take_beside(post: Post, reading: Reading, came: Came) -> Iterator[None]:
    """Take snapshots in, with what waited behind a gap that they bridge, in several steps."""
    summed = post.summaries.try_again()
    for some in reading.beside(PartKind.SNAPSHOT):
        post.summaries.keep(some, summed)
        yield
    post.summaries.go_on(summed)
    came.summed, came.differs = summed.taken, summed.differs
    came.refused.update(summed.refused + ends.heard(post.membership, reading.said))
    if summed.taken:
        # What a snapshot covers of it is known by now.
        behind = post.take(())
        came.operations += behind.operations
        came.early = behind.early


def _early(left: Mapping[str, list[bytes]]) -> Iterator[bytes]:
    for code in (*EARLY, LATE):
        yield from left.get(code, ())
