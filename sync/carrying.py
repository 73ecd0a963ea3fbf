"""A stick that is written or read piece by piece, so that other work comes in between.

Each step is a short piece of work on the store; `stopped` is asked before the next one.
"""

from __future__ import annotations

import os
from contextlib import ExitStack, suppress
from errno import ENOENT
from typing import TYPE_CHECKING, Final, NamedTuple

from casework.keeping.exchange import Brought, Stage
from db.exchange import underway
from db.vault.durable import forget, sync_folder
from db.vault.refusals import of_system
from sync.members.enrol import LARGEST_ANSWER, LARGEST_REQUEST
from sync.post import Came, take_beside
from sync.survey import remember_speakers
from sync.wire import bundle
from sync.wire.bundle import BundleRefused, Part, PartKind

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from sync.post import Post
    from sync.wire.keys import KemPair

# So many bytes are written, and so many batches taken in, in one step.
_BYTES: Final = 1 << 18
_BATCHES: Final = 16
_PART: Final = ".part"
# So many pieces of files, of 64 KiB each, are taken in in one step.
_PIECES: Final = 64


class _ToUs(NamedTuple):
    """For whom a file has to be: organisation and workbook, and the pairs that may open it."""

    org: bytes
    workbook: bytes
    pairs: Sequence[KemPair]


def write_stick(
    post: Post, file: Path, stopped: Callable[[], bool]
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
                for chunk in post.write():
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
            raise of_system(error) from None
    note_written(post)
    return Brought()


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


def read_open(
    post: Post, stick: BinaryIO, stopped: Callable[[], bool], way: str = underway.READ
) -> Generator[Stage, None, Brought]:
    """Take in what is open to be read, that came by one of the ways."""
    yield Stage(0)
    at, is_stopped = 0, False
    to_us = _to_us(post)
    found, torn = _opened(stick, to_us)
    batches, said = found.get("batch", []), found.get("have", [])
    changes, refused, last, rest = 0, 0, Came(), Came()
    while at < len(batches) and not is_stopped:
        last = post.take(batches[at : at + _BATCHES])
        changes, refused = changes + last.operations, refused + last.refused.total()
        at += _BATCHES
        if at < len(batches):
            yield Stage(at, len(batches))
            is_stopped = stopped()
    if not is_stopped:
        # What bridges a gap comes last: what waited behind it goes on from there.
        take_beside(post, found, rest)
        changes, refused = changes + rest.operations, refused + rest.refused.total()
        last.early = rest.early if rest.summed else last.early
        files, is_stopped = yield from _files(post, stick, to_us, stopped)
        refused += files
    _note(post, said, way)
    post.heard_from(said, batches)
    return Brought(
        changes,
        # What is kept aside is tried again with every piece: the last one tells what is left.
        early=last.early,
        late=last.late,
        refused=refused,
        is_torn=torn,
        is_forked=last.forked,
        is_apart=rest.differs > 0,
        is_stopped=is_stopped,
    )


def carried_by(post: Post, file: Path) -> list[bytes]:
    """Take in what a colleague's stick holds for this workbook; return all batches on it."""
    try:
        with _opened_file(file) as stick:
            found, _ = _opened(stick, _to_us(post))
    except OSError as error:
        raise of_system(error) from None
    batches = found.get("batch", [])
    post.take(batches)
    return batches


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
    post: Post, stick: BinaryIO, to_us: _ToUs, stopped: Callable[[], bool]
) -> Generator[Stage, None, tuple[int, bool]]:
    """Take in the bytes of files, a few at a time; return what was refused, and if it stopped.

    They stand behind all else and are most of a large stick: old laptops have little memory.
    """
    refused = 0
    for some in _pieces(stick, to_us):
        refused += post.files.take(some).refused.total()
        yield Stage(0)
        if stopped():
            return refused, True
    return refused, False


def _to_us(post: Post) -> _ToUs:
    """Return what opens a file here."""
    member = post.membership
    return _ToUs(member.roster.org, member.me.workbook, member.pairs)


def _opened(stick: BinaryIO, to_us: _ToUs) -> tuple[dict[str, list[bytes]], bool]:
    """Return what a file holds, by what it is called, and whether it is torn; but no files."""
    torn, is_ours = False, False
    parts: list[Part] = []
    try:
        for part in _read(stick, to_us):
            is_ours = True
            if part.kind != PartKind.BLOB:
                parts.append(part)
    except BundleRefused:
        # What came before the tear is whole, and each batch is signed by itself.
        torn = is_ours
        if not torn:
            raise
    return bundle.sorted_out(parts), torn


def _pieces(stick: BinaryIO, to_us: _ToUs) -> Iterator[list[bytes]]:
    """Yield what a file holds of files, read once more; where it is torn there is no more."""
    held: list[bytes] = []
    stick.seek(0)
    with suppress(BundleRefused):
        for part in _read(stick, to_us):
            if part.kind == PartKind.BLOB:
                held.append(part.body)
            if len(held) == _PIECES:
                yield held
                held = []
    if held:
        yield held


def _read(stick: BinaryIO, to_us: _ToUs) -> Iterator[Part]:
    try:
        yield from bundle.read(stick, to_us.org, to_us.workbook, *to_us.pairs)
    except OSError as error:
        raise of_system(error) from None


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
