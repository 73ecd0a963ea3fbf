"""A workbook looks after its keys: replaces its pair, turns those of streams, lets go of old ones.

So what was erased can be opened by nobody, not even out of everything that was ever sent.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from db.exchange import letting_go
from db.exchange.roles import Roles
from db.homes.signers import who_sign
from ledger.ops import ID_SIZE, lane_id
from sync.members.keylife import Seen, hindrances
from sync.members.member import MemberRefused
from sync.members.roles import say_roles
from sync.members.sayable import ANSWERS, OF_THE_OFFICE
from sync.members.sitting import colleagues, let_write
from sync.members.standing import speaker
from sync.wire import frames
from sync.wire.bundle import BundleRefused, read_have

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from db.store import Store
    from sync.members.joining import Membership

# What was written for the pair before is still read so long: a stick takes its time.
GRACE: Final = timedelta(days=14)
# So long a stream is written under one key; and what nobody can place holds a new one up no longer.
# Whatever waits keeps the key that it was sealed with.
LONGEST: Final = timedelta(days=90)
_USED, _OUTSIDE = "used.", "!"
_HEARD, _TURNED, _MARKS, _DUE = "heard.", "turned.", "turned", "due."
_OWED: Final = "owed."
# For how many erasures in a stream this workbook turned keys: a server is to let go of them.
CLEARING: Final = "clearing."
_NUMBER: Final = 8


class Tending:
    """The keys of one workbook of an organisation, looked after at each exchange."""

    def __init__(self, member: Membership, store: Store) -> None:
        self._member, self._connection = member, store.connection
        self._roles = Roles(store.connection)

    def let_write(self) -> bool:
        """Let those write who sign here by keys that nobody elsewhere knows; return whether any do.

        They were let in since the organisation began, or let in again: only who administers here
        can say so, and until she does what they write goes nowhere.
        """
        member, roster = self._member, self._member.roster
        if not member.belongs or not roster.administers(member.me.author):
            return False
        if hindrances(member.heard.chain, {}, ()):
            return False
        with suppress(MemberRefused):
            if member.key(roster.stream, roster.epoch(roster.stream)):
                return let_write(member, colleagues(who_sign(self._connection), member.me.user))
        return False

    def before_giving(self) -> None:
        """Turn keys after an erasure, and those that are old, if that is for us to do."""
        # Without the roster's own key nobody knows what was said meanwhile.
        member, roster = self._member, self._member.roster
        with suppress(MemberRefused):
            if member.key(roster.stream, roster.epoch(roster.stream)):
                say_roles(member, self._roles)
                self._accept_what_counts()
                self._turn_after_erasures()
                self._turn_old_ones()
                self._give_owed()
        self.after_hearing()

    def after_hearing(self) -> None:
        """Replace the pair that was used, and let go of keys that open nothing any more."""
        if self._member.heard.chain.fork:
            return
        self._seal_anew()
        self._member.renew()
        _forget_pairs(self._member)
        self._forget_keys()

    def heard_from(self, said: Iterable[bytes], batches: Iterable[bytes]) -> None:
        """Keep what others say to have, and which of them know with which pair we receive."""
        member, roster = self._member, self._member.roster
        kept, by = dict[str, bytes](), b""
        for body in said:
            with suppress(BundleRefused):
                workbook = read_have(body, roster.org, partial(speaker, roster)).workbook
                renewed = roster.workbooks[workbook].renewed
                kept[f"{_HEARD}{workbook.hex()}"] = renewed.to_bytes(_NUMBER, "big")
                by += workbook
        member.exchange.keep_secrets(kept)
        if by and (older := member.older):
            there = {frames.batch_id(one) for one in batches}
            # Who brings back what we said has read it.
            member.keep_older(
                one._replace(known=b"".join(sorted(_ids(one.known + by))))
                if one.said in there
                else one
                for one in older
            )
        self.after_hearing()

    def _accept_what_counts(self) -> None:
        """Let of lanes that ended count for everybody what counts here; also of who administered.

        Somebody took it in before she heard that its author was let out, and told others of it,
        summed up: it waits to be decided where it came by itself, and each would show another
        thing. Whoever has administered longest says so.
        """
        member = self._member
        if not member.belongs or not member.roster.administers(member.me.author):
            return
        lanes = member.exchange.lanes()
        more = {
            lane: lanes[lane].aseq
            for lane, last in member.roster.cuts.items()
            if lane in lanes and lanes[lane].aseq > last
        } | {
            lane: n
            for lane, last in member.roster.spoken.items()
            if (n := self._roles.last_spoken(lane, OF_THE_OFFICE, ANSWERS)) > last
        }
        if more and not _patience(member) and not hindrances(member.heard.chain, {}, ()):
            member.accept(more)

    # ------------------------------------------------------------------ erasures

    def _turn_after_erasures(self) -> None:
        member = self._member
        marks = letting_go.erased_marks(self._connection)
        secrets = member.exchange.secrets()
        if _number(secrets.get(_MARKS)) == marks or not member.belongs:
            return
        roster, found = member.roster, letting_go.erased_by(self._connection)
        reading = roster.reading(member.me.workbook)
        known = {stream: _counts(member, by) for stream, by in found.items() if stream in reading}
        waiting = {
            stream: count
            for stream, count in known.items()
            if _number(secrets.get(f"{_TURNED}{stream.hex()}")) < count
        }
        due = _ours(member, waiting, secrets)
        parked = letting_go.unread(self._connection, member.passed() - LONGEST)
        seen = {stream: Seen(0, 0, int(stream in parked)) for stream in due}
        if not due or hindrances(member.heard.chain, seen, due):
            # Whoever turns a key without knowing all that lies under the old one may shut it away.
            return
        member.turn(due)
        names = _TURNED, CLEARING
        turned = {f"{one}{stream.hex()}": n for stream, n in due.items() for one in names}
        numbers = {**turned, **({_MARKS: marks} if due == waiting else {})}
        member.exchange.keep_secrets(
            {name: count.to_bytes(_NUMBER, "big") for name, count in numbers.items()}
        )
        self._seal_anew()

    def _turn_old_ones(self) -> None:
        """Turn the keys that have been in use for long: whoever got hold of one reads so far.

        And those that somebody knows who was let out, if nobody else does: nothing is sealed there.
        """
        member, now = self._member, self._member.passed()
        if not member.belongs or not member.roster.administers(member.me.author):
            return
        secrets, due, seen_first = member.exchange.secrets(), set[bytes](), dict[str, bytes]()
        known_outside = member.roster.due()
        for stream in _streams(member):
            name, is_outside = f"{_USED}{stream.hex()}", stream in known_outside
            mark = f"{member.roster.epoch(stream)}{_OUTSIDE if is_outside else ''}"
            used, _, since = secrets.get(name, b"").decode().partition(" ")
            if used != mark:
                # Nobody else says since when: it counts from when it was first seen here.
                seen_first[name] = f"{mark} {now.isoformat()}".encode()
                continue
            longest = (GRACE if is_outside else LONGEST) + _patience(member)
            if now - datetime.fromisoformat(since) >= longest:
                due.add(stream)
        if not due.isdisjoint(known_outside):
            due |= known_outside & {member.roster.stream}
        member.exchange.keep_secrets(seen_first)
        parked = letting_go.unread(self._connection, member.passed() - LONGEST)
        seen = {stream: Seen(0, 0, int(stream in parked)) for stream in due}
        if due and not hindrances(member.heard.chain, seen, due):
            member.turn(due)
            self._seal_anew()

    def _give_owed(self) -> None:
        """Give again what came for a pair that was let go of, as what brought it took its time.

        One workbook does, and only what is owed for long: most is opened with a pair of before, and
        two who gave it apart would part the roster.
        """
        member, now = self._member, self._member.passed()
        if not member.belongs or not member.roster.administers(member.me.author):
            return
        if _patience(member) or hindrances(member.heard.chain, {}, ()):
            return
        secrets, kept, due = member.exchange.secrets(), dict[str, bytes](), set[bytes]()
        for workbook in member.roster.workbooks.keys() - {member.me.workbook}:
            name = f"{_OWED}{workbook.hex()}"
            since, lacks = secrets.get(name, b"").decode(), bool(member.roster.owed(workbook))
            if lacks and since and now - datetime.fromisoformat(since) >= GRACE:
                due.add(workbook)
            if lacks is not bool(since):
                kept[name] = now.isoformat().encode() if lacks else b""
        member.exchange.keep_secrets(kept)
        if due:
            member.give_owed(due)

    # ------------------------------------------------------------------ letting go

    def _seal_anew(self) -> None:
        member = self._member
        for stream in _streams(member):
            letting_go.seal_anew(self._connection, stream, member.roster.epoch(stream))

    def _forget_keys(self) -> None:
        """Let go of the keys before the present one, where nothing is left for them to open."""
        member = self._member
        for stream in _streams(member):
            held = {key.epoch for key in member.exchange.keys(stream)}
            epoch = member.roster.epoch(stream)
            if held and min(held) < epoch and epoch in held and self._is_spent(stream, epoch):
                member.exchange.forget_keys(stream, epoch)
                letting_go.let_go(self._connection, stream, epoch)

    def _is_spent(self, stream: bytes, epoch: int) -> bool:
        """Return whether everybody has what lies under older keys, and writes under the present.

        A workbook that replaced its pair since it was given the present key seals with no other.
        What it has of somebody who is out may still come here, sealed as it was.
        """
        member, roster = self._member, self._member.roster
        others = set(roster.readers(stream)) - {member.me.workbook}
        secrets = member.exchange.secrets()
        for workbook in others:
            given = roster.given.get((stream, workbook))
            heard = _number(secrets.get(f"{_HEARD}{workbook.hex()}"))
            if given is None or given.epoch != epoch or heard < given.n:
                return False
            lanes = {
                lane_id(one.public, stream)
                for name, one in roster.authors.items()
                if one.workbook == workbook or not roster.is_active(name)
            }
            if not letting_go.is_reached(self._connection, workbook, lanes):
                return False
        waits = letting_go.is_waiting(self._connection, stream, epoch)
        return not waits and letting_go.all_have(self._connection, stream, epoch, others)


def _counts(member: Membership, by: Mapping[bytes, int]) -> int:
    """Return how much of what these erased is for this workbook to turn keys for, ever."""
    roster, me = member.roster, member.me
    if not roster.administers(me.author):
        return 0
    here = {one.public for one in roster.authors.values() if one.workbook == me.workbook}
    return sum(n for author, n in by.items() if author in here or not _patience(member))


def _ours(
    member: Membership, due: Mapping[bytes, int], secrets: Mapping[str, bytes]
) -> dict[bytes, int]:
    """Return of the streams that need a new key those that it is for this workbook to turn.

    Nobody else says whose turn it is: what came due is kept, and whether a key came since.
    """
    roster, now = member.roster, member.passed()
    ours, kept = dict[bytes, int](), dict[str, bytes]()
    for stream, count in due.items():
        name, epoch = f"{_DUE}{stream.hex()}", roster.epoch(stream)
        known, before, since = (secrets.get(name, b"").decode() or "0 0 ").split(" ")
        if known != str(count):
            kept[name] = f"{count} {epoch} {now.isoformat()}".encode()
            before, since = str(epoch), now.isoformat()
        if int(before) < epoch:
            kept[f"{_TURNED}{stream.hex()}"] = count.to_bytes(_NUMBER, "big")
        elif now - datetime.fromisoformat(since) >= _patience(member):
            ours[stream] = count
    member.exchange.keep_secrets(kept)
    return ours


def _patience(member: Membership) -> timedelta:
    """Return how long this workbook leaves it to others who administer to turn keys.

    Two who turned them apart would part the roster. It is for whoever has administered longest;
    each of the others turns what she herself erased when all before her let their time pass.
    """
    roster = member.roster
    books = [roster.authors[one].workbook for one in roster.authors if roster.administers(one)]
    return list(dict.fromkeys(books)).index(member.me.workbook) * GRACE


def _forget_pairs(member: Membership) -> None:
    """Let go of pairs that nobody has a reason to use any more, or that waited long enough."""
    others = {
        name
        for name, one in member.roster.workbooks.items()
        if not one.revoked and name != member.me.workbook
    }
    older, now = member.older, member.passed()
    staying = [
        one
        for one in older
        if not others <= _ids(one.known) and now - datetime.fromisoformat(one.since) < GRACE
    ]
    if staying != older:
        member.keep_older(staying)


def _streams(member: Membership) -> list[bytes]:
    """Return the streams of work that are read here.

    The chain of the roster stays whole, and what was published stays published.
    """
    known = member.roster.streams
    reading = member.roster.reading(member.me.workbook)
    return sorted(one for one in reading if known[one].family not in {"roster", "stats"})


def _ids(joined: bytes) -> set[bytes]:
    return {joined[at : at + ID_SIZE] for at in range(0, len(joined), ID_SIZE)}


def _number(kept: bytes | None) -> int:
    return int.from_bytes(kept, "big") if kept else 0
