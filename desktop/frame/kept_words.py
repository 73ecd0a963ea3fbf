"""Words that are on no record yet are handed to the store as one goes, until nobody wants them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from casework.records.unfinished import Unfinished
from desktop.frame.soon import Soon
from desktop.frame.unsaved import not_saved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from casework.records.unfinished import Spot, UnfinishedWords
    from desktop.frame.room import Room

T = TypeVar("T")


class KeptWords(QObject):
    """Whatever `words` returns waits in the store at a spot, while it is not what was there first.

    Whoever has words says what they are, and calls `touch` when they may have changed.
    """

    def __init__(
        self, room: Room, spot: Spot, parent: QObject, about: Callable[[], str] = str
    ) -> None:
        super().__init__(parent)
        self._room, self._spot = room, spot
        # Words of Today may be about a case whose code stands in one of the fields.
        self._about = about
        self._blank: Mapping[str, str] = {}
        self._sent = Unfinished(self._blank)
        # Being put on record, or let go of: until somebody types again there is nothing to keep.
        self._over = False
        self._soon = Soon(self, self.keep)
        room.keeping.connect(self.keep)

    def words(self) -> Unfinished:
        """Return what is typed and chosen now."""
        raise NotImplementedError

    def keep(self) -> None:
        """Hand the words to the store's queue, if that does not know them yet."""
        self._soon.stop()
        if self._over or (words := self.words()) == self._sent:
            return
        before, self._sent = self._sent, words
        if words.values != self._blank:
            about = self._about()
            self._send(lambda store: store.keep(self._spot, words, about))
        elif before.values != self._blank:
            self._send(lambda store: store.let_go(self._spot))

    def once(self, act: Callable[[], T]) -> Callable[[], T]:
        """Return an act that lets go of the words as soon as it has put them on record.

        Where it is refused they stay.
        """
        self.keep()
        self._over = True
        spot, store = self._spot, self._room.unfinished

        def done() -> T:
            result = act()
            store.let_go(spot)
            return result

        return done

    def settle(self) -> None:
        """Begin anew with what there is now: what was typed is wanted no more."""
        self._soon.stop()
        self._blank = self.words().values
        self._sent = Unfinished(self._blank)
        self._over = False
        self._send(lambda store: store.let_go(self._spot))

    def let_go(self) -> None:
        """Forget the words: somebody wants none of it."""
        self.settle()
        self._over = True

    def touch(self, *_now: object) -> None:
        """Keep the words once nobody has typed for a moment, and while she goes on typing too."""
        self._over = False
        self._soon.touch()

    def _send(self, act: Callable[[UnfinishedWords], None]) -> None:
        """Ask the room, which is there when the words are gone from the page."""
        room = self._room

        def again() -> None:
            room.calm.emit()
            self._send(act)

        refused = partial(not_saved, room, self, again=again)
        room.jobs.put_away(room, partial(act, room.unfinished), self._is_kept, refused)

    def _is_kept(self, _done: None) -> None:
        """Say nothing: keeping is silent."""
        self._room.unsaved.pop(self, None)
