"""A look at how far a server's logs are: what is missing is asked for, what is wrong mended."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from sync.line.calls import CallRefused
from sync.line.ground import ROLLED_BACK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sync.line.coming_in import Inbound
    from sync.line.ground import AtStore, Ground
    from sync.line.talk import Head, Talk
    from sync.post import Came

_TRIES: Final = 3


class Looking:
    """What one exchange looks at once it has all that is new."""

    def __init__(self, talk: Talk, ground: Ground, inn: Inbound, at: AtStore) -> None:
        self._talk, self._ground, self._inn, self._at = talk, ground, inn, at
        self._mended = 0

    def look(self, most: int, came: Callable[[Came], None]) -> bool:
        """Take in what became readable only after newer things were taken in.

        Return whether the server shows no other logs than it did before.
        """
        inn = self._inn
        if not self._at(inn.is_look_due):
            return True
        heads = self._talk.heads()
        if self._at(lambda: inn.fell_back(heads)):
            self._ground.is_wrong(ROLLED_BACK)
        else:
            for stream, first in self._at(lambda: inn.lacking(heads)).items():
                for more in self._missing(stream, (first, heads[stream].number), most):
                    came(more)
        if self._ground.wrong:
            self.mend(heads, self._ground.known.cursor)
            return False
        return self._at(lambda: inn.looked(heads))

    def _missing(self, stream: bytes, span: tuple[int, int], most: int) -> Iterator[Came]:
        """Take in what is missing of a stream, as long as each answer brings what none did yet."""
        reached, last = span[0] - 1, span[1]
        while reached < last:
            answer, before = self._talk.older(stream, reached + 1, most), reached
            for some in answer.batches():
                reached = max(reached, *(one.number for one in some))
                yield self._at(partial(self._inn.take, some, is_older=True))
            if reached <= before or self._ground.wrong:
                return
            reached = max(reached, answer.cursor)

    def mend(self, heads: Mapping[bytes, Head], cursor: int) -> None:
        """Begin again with a server that showed what can not be; not for ever."""
        self._mended += 1
        if self._mended > _TRIES:
            # It says one thing and then another.
            raise CallRefused("line.wrong")
        self._at(lambda: self._inn.mend(heads, cursor))
