"""Which streams there are in a store, whose cases live in each, and who works at other laptops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.homes.signers import keepers
from db.homes.unread_lanes import keep_authors
from db.log.streams import follow, keep_administering, keep_elsewhere, keep_own, share, unshare
from sync.members.member import caseload_of, written
from sync.members.scribe import CASELOAD, CONFIG

if TYPE_CHECKING:
    from db.store import Store
    from sync.members.member import Member


def follow_streams(store: Store, member: Member) -> None:
    """Let there be every stream that a workbook reads, as its roster says it.

    Those take cases whose workers sit here, or who work elsewhere and whose stream is written here.
    """
    roster, me, connection = member.roster, member.me.workbook, store.connection
    kept_with = keepers(connection)
    authors = roster.authors.items()
    here = {one.user for _, one in authors if one.workbook == me}
    # Whoever has a laptop of her own by now, and sits here no more, has her cases there.
    sitting = {one.user for _, one in authors if one.workbook == me and not one.revoked}
    away = {
        one.user: one.public
        for name, one in authors
        if one.user not in sitting and one.writes and roster.is_active(name)
    }
    users, mine = {caseload_of(roster.org, one): one for one in {*here, *away}}, written(member)
    for stream in member.caseloads:
        user = users.get(stream)
        if user and (user in here or stream in mine):
            share(connection, user.hex(), stream, kept_with)
        else:
            follow(connection, stream)
    for user in away:
        if caseload_of(roster.org, user) not in mine:
            unshare(connection, user.hex())
    keep_own(connection, [one.public for _, one in authors if one.workbook == me])
    keep_elsewhere(connection, away)
    lead = [one.user for name, one in authors if one.workbook == me and roster.administers(name)]
    if member.of_family(CONFIG):
        # Whoever sees figures alone speaks of nobody, and keeps to herself who sits there.
        keep_administering(connection, lead)
    cases = {stream for stream, known in roster.streams.items() if known.family == CASELOAD}
    reads_all = cases <= {*member.caseloads}
    keep_authors(connection, () if reads_all else [one.public for _, one in authors])
