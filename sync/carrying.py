"""A stick that is written or read piece by piece, so that other work comes in between.

Each step is a short piece of work on the store; `stopped` is asked before the next one.
"""

from __future__ import annotations

import os
from contextlib import ExitStack, suppress
from errno import ENOENT
from typing import TYPE_CHECKING, Final

from casework.keeping.exchange import Brought, Stage
from db.exchange import underway
from db.vault.durable import forget, sync_folder
from db.vault.refusals import of_new_place, of_system
from sync.members.enrol import LARGEST_ANSWER, LARGEST_REQUEST
from sync.post import Came, take_beside
from sync.sealed.reading import Reading, ToUs
from sync.survey import remember_speakers
from sync.wire import bundle
from sync.wire.bundle import BundleRefused, PartKind
from sync.wire.frames import FrameRefused, batch_id, parse, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from pathlib import Path
    from typing import BinaryIO

    from sync.post import Post

# So many bytes are written, and so many batches taken in, in one step.
_BYTES: Final = 1 << 18
_BATCHES: Final = 16
_PART: Final = ".part"


def write_stick(
    post: Post, file: Path, stopped: Callable[[], bool], *, whole: bool = False
) -> Generator[Stage, None, Brought]:
    """Write what may leave into a new file; one that is not whole is taken away again."""
    yield Stage(0)
    post.seal_all()
    most = underway.sealed_bytes(post.connection)
    part = file.with_name(file.name + _PART)
    with ExitStack() as undo:
        undo.callback(forget, part)
        try:
            with part.open("xb") as written:
                done = told = 0
                for chunk in post.write(whole=whole):
                    done += written.write(chunk)
                    if done - told >= _BYTES:
                        told = done
                        yield Stage(min(done, most), most)
                        if stopped():
                            return Brought(is_stopped=True)
                written.flush()
                os.fsync(written.fileno())
            part.rename(file)
            sync_folder(file.parent)
        except OSError as error:
            raise of_new_place(error) from None
    note_written(post)
    return Brought()


def write_file(file: Path, data: bytes) -> None:
    """Write what one laptop asks or answers another by: it has its name once it is whole.

    Raises OSError.
    """
    part = file.with_name(file.name + _PART)
    with ExitStack() as undo:
        undo.callback(forget, part)
        with part.open("wb") as written:
            written.write(data)
            written.flush()
            os.fsync(written.fileno())
        part.rename(file)
        sync_folder(file.parent)


def note_written(post: Post) -> None:
    """Keep that a file was written to its end: all that is sealed here is in it."""
    lanes = {lane: at.aseq for lane, at in post.exchange.lanes().items()}
    underway.note_given(post.connection, lanes, post.now())


def read_stick(
    post: Post, file: Path, stopped: Callable[[], bool]
) -> Generator[Stage, None, Brought]:
    """Take in what a file holds for this workbook; what came until it is stopped is kept."""
    try:
        stick = _opened_file(file)
    except OSError as error:
        raise of_system(error) from None
    with stick:
        return (yield from read_open(post, stick, stopped))


def take_stick(post: Post, file: Path) -> Came:
    """Take in at once what a file holds for this workbook, and tell all that became of it.

    Raises OSError.
    """
    with _opened_file(file) as stick:
        came = post.read(stick)
    _note(post, came.said, underway.READ)
    return came


def read_open(
    post: Post, stick: BinaryIO, stopped: Callable[[], bool], way: str = underway.READ
) -> Generator[Stage, None, Brought]:
    """Take in what is open to be read, that came by one of the ways."""
    yield Stage(0)
    reading, is_stopped = Reading(stick, ToUs.of(post.membership)), False
    last, rest, changes, refused = Came(), Came(), 0, 0
    # Who brings back what we said has read it.
    ours, back = {one.said for one in post.membership.older}, list[bytes]()
    for some in reading.batches(_BATCHES):
        if some:
            last = post.take(some)
            changes, refused = changes + last.operations, refused + last.refused.total()
            back += [one for one in some if batch_id(one) in ours]
        yield Stage(*_place(stick))
        if is_stopped := stopped():
            break
    if not is_stopped:
        # What bridges a gap comes last: what waited behind it goes on from there.
        for _ in take_beside(post, reading, rest):
            yield Stage(0)
        changes, refused = changes + rest.operations, refused + rest.refused.total()
        last.early = rest.early if rest.summed else last.early
        files, is_stopped = yield from _files(post, reading, stopped)
        refused += files + reading.refused.total()
    said = reading.said.get("have", ())
    _note(post, said, way)
    post.heard_from(said, back)
    return Brought(
        changes,
        # What is kept aside is tried again with every piece: the last one tells what is left.
        early=last.early,
        late=last.late,
        refused=refused,
        is_torn=bool(reading.torn),
        is_forked=last.forked,
        is_apart=rest.differs > 0,
        is_stopped=is_stopped,
    )


def carried_by(post: Post, file: Path) -> list[bytes]:
    """Take in what a colleague's stick holds for this workbook; return what authors of ours sealed.

    Whoever else wrote into it signed nothing: of that nothing is brought along.
    """
    found: list[bytes] = []
    try:
        with _opened_file(file) as stick:
            for some in Reading(stick, ToUs.of(post.membership)).batches(_BATCHES):
                post.take(some)
                found += [one for one in some if _is_ours(post, one)]
    except OSError as error:
        raise of_system(error) from None
    return found


def _is_ours(post: Post, batch: bytes) -> bool:
    public = post.membership.roster.author_key(parse(batch).author)
    try:
        verify(batch, public or b"")
    except FrameRefused:
        return False
    return True


def request_in(file: Path) -> bytes:
    """Return what a laptop asked by; of a file that is longer than may be enough to see that.

    Raises OSError.
    """
    return _held(file, LARGEST_REQUEST)


def answer_in(file: Path) -> bytes:
    """Return in the same way what such a laptop was answered.

    Raises OSError.
    """
    return _held(file, LARGEST_ANSWER)


def _held(file: Path, most: int) -> bytes:
    with _opened_file(file) as opened:
        return opened.read(most + 1)


def _opened_file(file: Path) -> BinaryIO:
    """Open a file; what is none, as a pipe, might never end, nor ever begin."""
    if not file.is_file():
        raise FileNotFoundError(ENOENT, "")
    return file.open("rb")


def _files(
    post: Post, reading: Reading, stopped: Callable[[], bool]
) -> Generator[Stage, None, tuple[int, bool]]:
    """Take in the bytes of files, a few at a time; return what was refused, and if it stopped.

    They stand behind all else and are most of a large stick: old laptops have little memory.
    """
    refused = 0
    for some in reading.beside(PartKind.BLOB):
        refused += post.files.take(some).refused.total()
        yield Stage(0)
        if stopped():
            return refused, True
    return refused, False


def _place(stick: BinaryIO) -> tuple[int, int]:
    """Return how much of a file was read, and how much there is."""
    at = stick.tell()
    end = stick.seek(0, os.SEEK_END)
    stick.seek(at)
    return at, end


def _note(post: Post, said: Iterable[bytes], way: str) -> None:
    """Keep that something was read, of whom it is, and who signs by which key."""
    member, at = post.membership, post.now()
    roster = member.roster

    def author(name: bytes) -> tuple[bytes, bytes] | None:
        known = roster.authors.get(name)
        return (known.public, known.workbook) if known else None

    for body in said:
        with suppress(BundleRefused):
            have = bundle.read_have(body, roster.org, author)
            if have.workbook != member.me.workbook:
                underway.note_heard(post.connection, have.workbook, at, way)
    underway.note(post.connection, way, at)
    remember_speakers(post)
