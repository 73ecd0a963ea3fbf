"""A store that is an older copy of itself sends nothing: its next numbers are taken.

It shows what it has, and others show what it had; neither would ever hear of the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.exchange.set_back import is_set_back
from ledger.ops import lane_id
from sync.members.member import MemberRefused

if TYPE_CHECKING:
    from db.store import Store
    from sync.members.member import Member


def require_latest(member: Member, store: Store) -> None:
    """Refuse to go on where others have had more from this workbook than it knows of itself."""
    roster, here = member.roster, member.me.workbook
    own = {
        lane_id(one.public, stream)
        for one in roster.authors.values()
        if one.workbook == here
        for stream in roster.streams
    }
    # Whoever was let out says nothing more of others: a false word of hers ends with that.
    others = {one for one, known in roster.workbooks.items() if not known.revoked}
    if is_set_back(store.connection, own, others):
        raise MemberRefused("exchange.set_back")
