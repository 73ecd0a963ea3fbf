"""Sticks among laptops that are seldom together: with all summed up, or found much later."""

from __future__ import annotations

import io
from contextlib import suppress

from apart import summed_up
from convergence_acts import WIDER, stick

from sync.wire.bundle import BundleRefused


def sums_up(turn):
    """Carry all that a laptop may sum up to another one."""
    story, _chance, book = turn
    other = _another(turn)
    if story.removed in {book.number, other.number}:
        return False
    story.gives(book)
    return _reads(story, other, summed_up(book.post))


def hands_over(turn):
    """Carry a stick that is meant for all to one of them."""
    story, _chance, book = turn
    other = _another(turn)
    return _reads(story, other, _for_all(story, book), _theirs(story, book))


def puts_by(turn):
    """Leave a stick in a drawer."""
    story, _chance, book = turn
    story.in_drawers.append((book, _for_all(story, book)))
    return True


def turns_up(turn):
    """Find a stick in a drawer, and read it at some laptop."""
    story, chance, book = turn
    if not story.in_drawers:
        return False
    of, file = chance.choice(story.in_drawers)
    return of is not book and _reads(story, book, file, _theirs(story, of))


def _another(turn):
    story, chance, book = turn
    return chance.choice([one for one in story.books if one is not book])


def _for_all(story, book) -> bytes:
    story.gives(book)
    return b"".join(book.post.write())


def _theirs(story, book):
    # Whoever belongs no longer sums up nothing for others.
    return {"snapshot.right"} if book.number == story.removed else set()


def _reads(story, book, file, may=frozenset()) -> bool:
    # Whoever was let in, or has another pair since, is not among those whom it was written for.
    with suppress(BundleRefused):
        came = book.post.read(io.BytesIO(file))
        story.heard(book, came, may)
        story.anew(book)
        return bool(came.batches + came.roster_changed + came.summed)
    story.anew(book)
    return False


# Stories that are drawn from these are others: a seed means something else in them.
HANDING = [
    *(*WIDER, *(stick,) * 4),
    *(*(hands_over,) * 8, *(sums_up,) * 3, *(puts_by,) * 2, *(turns_up,) * 3),
]
