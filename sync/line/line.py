"""An exchange over a server: what is sealed here goes there, what is new there is taken in here.

The network is waited for between short pieces of work on the store, each done where the store is at
home. Whatever breaks off leaves what had come; it goes on where it stopped.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from sync.line.calls import CallRefused, Calls
from sync.line.coming_in import Inbound
from sync.line.filed import Filed
from sync.line.files import Filing
from sync.line.going_out import Outbound
from sync.line.ground import Ground
from sync.line.rights import Leading
from sync.line.talk import Talk, Told
from sync.line.under_way import Desks, Going, Progress, Synced

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sync.line.ground import AtStore
    from sync.line.talk import Caller
    from sync.members.address import Address
    from sync.post import Post

T = TypeVar("T")

_FOUNDED: Final = "org.exists"


def _here(act: Callable[[], T]) -> T:
    return act()


def _go_on() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the store is at home, how one waits, and by what one asks."""

    at_store: AtStore = _here
    pause: Callable[[float], None] = time.sleep
    calls: Callable[..., Calls] = Calls


class Line:
    """The way of one workbook to its server."""

    def __init__(self, post: Post, ways: Ways | None = None) -> None:
        self._ground, self._ways = Ground(post), ways or Ways()
        self._leading = Leading(self._ground)
        self._at = self._ways.at_store

    @property
    def address(self) -> str:
        """Return where the server is, as the roster says; nothing where there is none."""
        return self._ground.address

    def sync(
        self,
        told: Callable[[Progress], None],
        stopped: Callable[[], bool],
        carried: Sequence[bytes] = (),
    ) -> Synced:
        """Send and take in all there is, or as much as goes; and what is carried for others."""
        ground, out, at = self._ground, Outbound(self._ground), self._at
        inn = Inbound(ground)

        def prepare() -> tuple[Caller, Address, bytes]:
            caller = ground.begin()
            out.seal()
            out.carry(carried)
            return caller, ground.where, ground.pin

        caller, where, pin = at(prepare)
        with self._ways.calls(where, pin, stopped) as calls:
            talk = Talk(calls, caller, ground.known.token)
            going = Going(talk, Desks(ground, out, inn, self._leading), at)
            going.tell, going.pause, going.stopped = told, self._ways.pause, stopped
            try:
                going.run()
                filing = Filing(going, ground, at)
                while not filing.run():
                    at(out.seal)
                    going.run()
            except CallRefused as refused:
                if str(refused) != "line.stopped":
                    raise
                going.done.is_stopped = True
            finally:
                at(lambda: ground.end(talk.token))

        def ended() -> Synced:
            going.done.waiting, going.done.alarms = out.to_send, ground.alarms
            going.done.files_waiting = Filed(ground).waiting
            going.done.quiet = inn.quiet()
            return going.done

        return at(ended)

    def begin_at(
        self, address: str, invite: str, *, pinned: bool, stopped: Callable[[], bool] = _go_on
    ) -> None:
        """Found the organisation at a server, if it is not there yet, and say so in the roster."""
        at, leading = self._at, self._leading
        where = at(lambda: leading.movable(address))
        with self._ways.calls(where, None if pinned else b"", stopped) as calls:
            pin = calls.shown_key() if pinned else b""
            talk = Talk(calls, replace(at(lambda: self._ground.caller), server=where.name))
            talk.limits()
            if invite:
                try:
                    talk.found(at(leading.founding), invite)
                except Told as refused:
                    if str(refused) != _FOUNDED:
                        raise
                else:
                    at(lambda: leading.founded(where.name))
            # Whoever is not let in there does not send everybody else there.
            talk.heads()
        at(lambda: leading.move(str(where), pin))

    def end_there(self) -> None:
        """Say in the roster that there is no server any more."""
        self._at(self._leading.demand)
        self._at(lambda: self._leading.move("", b""))

    def settle(self) -> int:
        """Let what the server showed hold from now on; return of how many logs."""
        return self._at(self._leading.settle)
