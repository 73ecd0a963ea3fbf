"""Who has the cases of a workbook that was let out: decided by its removal, the same for all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ledger.ops import lane_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sync.members.standing import Author, Standing

_CASELOAD: Final = "caseload"


def adopted(standing: Standing, gone: bytes) -> Standing:
    """Return who has at home what a workbook had there that belongs no longer, lane by lane.

    Nothing but a removal changes it: whoever knows an older roster knows of no other home, and
    does nothing. What the workbook had adopted itself goes on to somebody else with its own.
    """
    adopters, going = dict(standing.adopters), standing.writable()
    streams = [one for one, known in standing.streams.items() if known.family == _CASELOAD]
    for author in standing.authors.values():
        if not standing.workbooks[author.workbook].revoked:
            continue
        for stream in streams:
            lane = lane_id(author.public, stream)
            if gone in {author.workbook, adopters.get(lane)}:
                adopters.pop(lane, None)
                first = next(_able(standing, stream, author, going), None)
                adopters |= {lane: first} if first else {}
    return replace(standing, adopters=adopters)


def _able(
    standing: Standing, stream: bytes, author: Author, going: frozenset[bytes]
) -> Iterator[bytes]:
    """Yield the workbooks that may look after what an author wrote, the first to be asked first.

    Everybody who writes there may write that stream: whoever sits there brings a case home. Where
    the same person works comes before all others, and then whoever was let in before others.
    """
    hers = {
        one.workbook
        for name, one in standing.authors.items()
        if one.user == author.user and standing.is_active(name)
    }
    for workbook in sorted(standing.workbooks, key=lambda one: one not in hers):
        writing = [
            lane_id(one.public, stream) in going
            for name, one in standing.authors.items()
            if one.workbook == workbook and one.writes and standing.is_active(name)
        ]
        if standing.reads(workbook, stream) and writing and all(writing):
            yield workbook
