"""What this workbook knows of files at its server: what is to be sent, fetched and let go there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from db.exchange.line_files import Asked, LineFiles, There
from sync.sealed.files import count_of, name_there, piece_size_there, size_there
from sync.wire.documents import Gone, Said, sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from db.exchange.carried_files import File
    from sync.line.ground import Ground
    from sync.line.talk_files import Held

# Who waits for what nobody has sent asks again after ever longer.
_LONGEST_PAUSE: Final = 1440


@dataclass(slots=True)
class Plan:
    """What is to be done with files in one exchange."""

    gone: list[There] = field(default_factory=list)
    to_send: list[File] = field(default_factory=list)
    lacking: list[File] = field(default_factory=list)
    # Streams of which it is looked whether all is there that is known to be.
    looked: set[bytes] = field(default_factory=set)
    is_due: bool = False

    @property
    def streams(self) -> list[bytes]:
        """Return the streams of which it has to be known what is there."""
        asked = [*self.to_send, *(self.lacking if self.is_due else ())]
        return sorted({one.stream for one in asked} | self.looked)


class Filed:
    """The store's side of files at a server."""

    def __init__(self, ground: Ground) -> None:
        self._ground, self.sealed = ground, ground.post.files

    @property
    def files(self) -> LineFiles:
        """What is kept of files at the server."""
        return LineFiles(self._ground.post.connection, self._ground.known.n)

    def planned(self) -> Plan:
        """Return what is to be done; nothing is asked where nothing is known to be."""
        ground = self._ground
        roster, me = ground.member.roster, ground.member.me
        reading = roster.reading(me.workbook)
        writing, lacking = self._writing(), self.sealed.lacking(reading)
        return Plan(
            self.files.to_let_go(writing),
            self.files.to_send(writing),
            lacking,
            self.files.streams() & reading if ground.has_looked else set(),
            bool(lacking) and self._is_due(lacking),
        )

    def _writing(self) -> set[bytes]:
        """Return the streams into which this person may bring files."""
        roster, me = self._ground.member.roster, self._ground.member.me
        reading = roster.reading(me.workbook) - {roster.stream}
        return {stream for stream in reading if roster.may_write(me.author, stream)}

    def _is_due(self, lacking: Iterable[File]) -> bool:
        """Return whether it is asked for what is lacking, after having been in vain."""
        asked, now = self.files.asked, self._ground.post.now()
        if self._ground.has_looked or asked is None or asked.which != _which(lacking):
            return True
        return not asked.at <= now < asked.at + timedelta(minutes=asked.minutes)

    def compared(self, plan: Plan, there: Mapping[bytes, Mapping[bytes, Held]]) -> list[File]:
        """Return what is really to be sent, by what the server says to have."""
        files, writing = self.files, self._writing()
        for stream in plan.looked & there.keys():
            files.compare(stream, {name for name, one in there[stream].items() if _full(one)})
        to_send = []
        for file in files.to_send(writing):
            if is_whole_there(file, there.get(file.stream)):
                files.keep(at_server(file), is_whole=True)
            else:
                to_send.append(file)
        return to_send

    def left(
        self,
        to_send: Iterable[File],
        to_fetch: Iterable[File],
        there: Mapping[bytes, Mapping[bytes, Held]],
    ) -> int:
        """Return how many bytes are to go and to come."""
        size = 0
        for file in to_send:
            held = there.get(file.stream, {}).get(name_there(file))
            size += size_there(file) - (held.held if held else 0)
        for file in to_fetch:
            come = count_of(file) - len(self.sealed.missing(file))
            size += size_there(file) - come * piece_size_there(file)
        return size

    def ended(self, plan: Plan) -> None:
        """Keep that it was asked in vain for what is lacking."""
        reading = self._ground.member.roster.reading(self._ground.member.me.workbook)
        lacking = self.sealed.lacking(reading)
        if lacking and plan.is_due:
            asked, which = self.files.asked, _which(lacking)
            is_same = asked is not None and asked.which == which
            minutes = min(2 * asked.minutes, _LONGEST_PAUSE) if asked and is_same else 1
            self.files.ask(Asked(self._ground.post.now(), minutes, which))

    @property
    def waiting(self) -> int:
        """Return how many files wait to be sent."""
        return len(self.files.to_send(self._writing()))

    def order(self, stream: bytes, some: Iterable[There]) -> bytes:
        """Return an order to let files of a stream go, signed."""
        member = self._ground.member
        order = Gone(member.roster.org, stream, [one.name for one in some])
        return sign(Said.GONE, order.pack(), member.me.seed)

    def keep_fetched(self, file: File) -> None:
        """Keep that a file is there: whoever could send it need not, and lets it go in time."""
        if file.stream in self._writing():
            self.files.keep(at_server(file), is_whole=True)


def at_server(file: File) -> There:
    """Return a file in its stream, and its name at a server."""
    return There(file.id, file.stream, name_there(file))


def _full(held: Held) -> bool:
    return held.held == held.size


def is_whole_there(file: File, there: Mapping[bytes, Held] | None) -> bool:
    """Return whether a file is whole at the server, and as long as it must be."""
    held = there.get(name_there(file)) if there else None
    return held is not None and held.held == held.size == size_there(file)


def _which(files: Iterable[File]) -> str:
    names = b"".join(sorted(one.id for one in files))
    return blake2b(names, digest_size=8).hexdigest()
