"""Whether what is shown is still what was written, in people's names, and building it anew."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from casework.keeping.exchange import Rechecked, Strayed
from db.checks.rebuilding import forget_old, kept_aside, rebuild
from db.checks.rechecking import Rechecking
from db.exchange import underway

if TYPE_CHECKING:
    from sync.post import Post


class Rechecks:
    """What an exchanging workbook finds out about itself."""

    def __init__(self, post: Post) -> None:
        self._post, self._connection = post, post.connection

    def look_further(self) -> bool | None:
        """Look through a little more if that is due; return whether anything strayed, at its end.

        Nothing is returned as long as there is more to look through.
        """
        looking = Rechecking(self._connection, self._post.now())
        if not looking.is_due:
            return False
        if looking.step():
            return None
        forget_old(self._connection, self._post.now())
        return looking.number > 0

    @property
    def state(self) -> Rechecked:
        """Return what the last look found, and what is kept of how things stood before."""
        post, member = self._post, self._post.membership
        names, roster = underway.names(self._connection), member.roster
        found = [
            Strayed(
                one.stream.hex(),
                len(one.things) + len(one.lost),
                len(one.lost),
                one.stream in member.of_family("config"),
                tuple(
                    sorted(
                        names.get(author.user, "")
                        for key, author in roster.authors.items()
                        if one.stream in member.caseloads and roster.may_write(key, one.stream)
                    )
                ),
            )
            for one in Rechecking(self._connection, post.now()).strays
        ]
        aside = kept_aside(self._connection)
        since = datetime.fromisoformat(aside.since) if aside.since else None
        return Rechecked(tuple(found), aside.number, since)

    def rebuild(self, stream: str) -> tuple[int, int]:
        """Build some things of a stream anew; return how many are as written, and how many left."""
        post = self._post
        user, now = post.membership.user, post.now
        return rebuild(self._connection, user, now, bytes.fromhex(stream))
