"""A workbook begins an organisation, joins one, lets others in and lets them go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.homes import membership
from sync.members import enrol, entries
from sync.members.keylife import delivery, is_renewal_due, renewal
from sync.members.member import ASKED, AUTHORS, Member, MemberRefused, adopt, caseload_of
from sync.members.roster import EMPTY
from sync.members.rosterlog import RosterLog
from sync.members.scribe import CONFIG, Scribe
from sync.wire import frames
from sync.wire.envelope import StreamKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

# Under which present key a stream was said to lack an older one.
_SHORT = "short."


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody else who signs in the same workbook."""

    user: bytes
    public: bytes
    administers: bool


class Membership(Member):
    """A workbook of an organisation, and all that changes which ones belong to it."""

    def found(self, config: bytes, others: Iterable[Colleague]) -> None:
        """Begin an organisation with this workbook and those who sign in it."""
        self._require(belongs=False)
        scribe = Scribe(self.me, RosterLog(EMPTY, ()), ())
        scribe.found(config, lambda org: caseload_of(org, self.me.user))
        for one in others:
            hers = caseload_of(scribe.roster.org, one.user)
            scribe.join_in(one.public, one.user, hers, administers=one.administers)
        self._settle_in(scribe.log, scribe.keys.values())

    def ask(self) -> enrol.Request:
        """Return what asks an organisation to let this workbook in; it is the same until then."""
        self._require(belongs=False)
        known = self.exchange.secrets().get(ASKED)
        if known is not None:
            return enrol.read_request(known)
        me = self.me
        request = enrol.ask(me.workbook, me.user, me.pair.public, me.seed, me.transport_seed)
        self.exchange.keep_secrets({ASKED: request.data})
        return request

    @property
    def waits(self) -> bool:
        """Return whether this workbook asked, and whoever works at it is not known in it yet."""
        return ASKED in self.exchange.secrets() and not self.exchange.has_met(self.user)

    def weigh(self, answer: bytes) -> bytes:
        """Return the digest that an answer would be read aloud by; nothing is taken from it yet."""
        self._require(belongs=False)
        return enrol.open_answer(answer, self.ask(), self.me.pair).digest

    def join(self, answer: bytes) -> bytes:
        """Take the place that an answer gives; return the digest whose words the other reads."""
        request = self.ask()
        enrolled = enrol.open_answer(answer, request, self.me.pair)
        self._settle_in(enrolled.log, enrolled.keys)
        return enrolled.digest

    def admit(self, asked: bytes, *, administers: bool, user: bytes = b"") -> tuple[bytes, bytes]:
        """Let a workbook in; return the answer, and the digest whose words both read.

        `user` is whoever is to work there, if she does so at another workbook already.
        """
        self._require(belongs=True)
        request = enrol.read_request(asked)
        scribe = self._scribe()
        who = user or request.user
        hers = caseload_of(self.roster.org, who)
        answer = scribe.admit(request, hers, who, administers=administers)
        self._keep(scribe)
        return answer, enrol.answer_digest(self.roster.root, request)

    def admit_to_figures(
        self, asked: bytes, figures: bytes, user: bytes = b""
    ) -> tuple[bytes, bytes]:
        """Let a workbook in that reads published figures alone, in a stream of this name."""
        self._require(belongs=True)
        request = enrol.read_request(asked)
        scribe = self._scribe()
        answer = scribe.admit_to_figures(request, figures, user or request.user)
        self._keep(scribe)
        return answer, enrol.answer_digest(self.roster.root, request)

    def revoke(self, workbook: bytes) -> None:
        """Let a workbook belong no longer; what it sent so far stays."""
        self._require(belongs=True)
        # What of it was to come again, and is here by somebody's word, comes no more: it counts.
        gone, authors = self.exchange.gone_back(), self.roster.authors
        hers = {one.public for one in authors.values() if one.workbook == workbook}
        if back := {lane for lane, one in gone.items() if one.author in hers}:
            self.exchange.come_no_more(back)
        lanes = self.exchange.lanes()
        scribe = self._scribe()
        scribe.revoke(workbook, lambda lane: lanes[lane].aseq if lane in lanes else 0)
        self._keep(scribe)

    def accept(self, last: Mapping[bytes, int]) -> None:
        """Let more of lanes that ended count, up to these numbers."""
        self._require(belongs=True)
        scribe = self._scribe()
        for lane, aseq in sorted(last.items()):
            scribe.say(entries.Accept(lane, aseq))
        self._keep(scribe)

    def move(self, address: str, pin: bytes) -> None:
        """Say to everybody where the server is; nowhere, if the address is empty."""
        self._require(belongs=True)
        scribe = self._scribe()
        scribe.say(entries.ServerMove(address, pin))
        self._keep(scribe)

    def turn(self, streams: Iterable[bytes]) -> None:
        """Give streams new keys, and them to whoever reads."""
        scribe = self._scribe()
        scribe.turn(streams)
        self._keep(scribe)

    def renew(self) -> None:
        """Receive with another pair, once something was opened that was wrapped to this one."""
        roster, here, public = self.roster, self.me.workbook, self.me.pair.public
        if not roster.is_active(self.me.author):
            return
        short = _short(self)
        if public != roster.kem_of(here) and entries.kem_digest(public) in roster.spent:
            # Somebody else replaced it who has our keys: a copy, which is found by what it writes.
            return
        if public == roster.kem_of(here):
            asked = {stream for stream, (_, is_asked) in short.items() if is_asked}
            if short.keys() <= asked | roster.owed(here) and not is_renewal_due(roster, here):
                return
            self.replace_pair()
        scribe = self._scribe()
        scribe.say(renewal(roster, here, self.me.pair.public, scribe.keys, short))
        said = frames.batch_id(scribe.written[-1])
        *older, last = self.older
        self.keep_older([*older, last._replace(said=said)])
        named = {f"{_SHORT}{one.hex()}": under for one, (under, _) in short.items()}
        self.exchange.keep_secrets(named)
        self._keep(scribe)

    def reset_logs(self, streams: Iterable[bytes]) -> None:
        """Let the server's logs of some streams count anew, as they are there from now on."""
        scribe = self._scribe()
        for stream in sorted(streams):
            generation = scribe.roster.generation(stream) + 1
            scribe.say(entries.LogReset(stream, generation, frames.START))
        self._keep(scribe)

    def say(self, write: Callable[[Scribe], None]) -> bool:
        """Keep and give out what somebody writes into the roster, if that is anything."""
        scribe = self._scribe()
        write(scribe)
        if scribe.written:
            self._keep(scribe)
        return bool(scribe.written)

    def give_role(self, user: bytes, last: Callable[[bytes], int], *, administers: bool) -> None:
        """Let somebody administer, with the keys of all cases, or no longer.

        `last` is how much there is of a lane.
        """
        self._require(belongs=True)
        scribe = self._scribe()
        scribe.give_role(user, last, administers=administers)
        books = {one.workbook for one in scribe.roster.authors.values() if one.user == user}
        _hand_owed(self, scribe, books - {self.me.workbook} if administers else ())
        if scribe.written:
            self._keep(scribe)

    def give_owed(self, workbooks: Iterable[bytes]) -> None:
        """Give keys once more to workbooks that could not open what they were given."""
        self.say(lambda scribe: _hand_owed(self, scribe, workbooks))

    def _scribe(self) -> Scribe:
        heard = self.heard
        if heard.chain.fork:
            raise MemberRefused("exchange.fork")
        log = RosterLog(heard.roster, tuple(self.exchange.roster()))
        held = [
            StreamKey(stream, key.epoch, key.secret)
            for stream in heard.roster.streams
            for key in self.exchange.keys(stream)
        ]
        return Scribe(self.me, log, held)

    def _keep(self, scribe: Scribe) -> None:
        self.keep_keys(scribe.keys.values())
        self.hear(scribe.written)

    def _settle_in(self, log: RosterLog, some: Iterable[StreamKey]) -> None:
        """Keep a roster and keys as the beginning of this workbook's place."""
        roster = log.roster
        (config,) = (one for one, known in roster.streams.items() if known.family == CONFIG)
        place = membership.Place(roster.org, self.me.workbook, roster.root)
        authors = b"".join(sorted(one.public for one in roster.authors.values()))
        self.exchange.join(place, config, {AUTHORS: authors}, self._now())
        self.keep_keys(some)
        for n, batch in enumerate(log.batches, 1):
            self.exchange.enter(n, batch)
        adopt(self)

    def _require(self, *, belongs: bool) -> None:
        if self.belongs != belongs:
            raise MemberRefused("exchange.alone" if belongs else "exchange.joined")


def _hand_owed(member: Member, scribe: Scribe, workbooks: Iterable[bytes]) -> None:
    """Write entries that give workbooks the keys which they may have and lack."""
    roster = scribe.roster
    owed = {
        workbook: [
            StreamKey(stream, key.epoch, key.secret)
            for stream in sorted(roster.owed(workbook))
            if member.key(stream, roster.epoch(stream))
            for key in member.exchange.keys(stream)
        ]
        for workbook in sorted(workbooks)
    }
    for workbook, some in owed.items():
        # Who lacks the roster's own key reads nothing that lies under that.
        if first := [key for key in some if key.stream == roster.stream]:
            scribe.hand(delivery(scribe.roster, workbook, first))
        if rest := [key for key in some if key.stream != roster.stream]:
            scribe.say(delivery(scribe.roster, workbook, rest))


def _short(member: Member) -> dict[bytes, tuple[bytes, bool]]:
    """Return the streams of which something waits for an older key that never came here.

    Each with the key under which it is named, and whether it was. It is asked for once under
    each, until something is given: whoever has the older key gives that too.
    """
    roster, secrets, found = member.roster, member.exchange.secrets(), {}
    for stream, epoch in {(one.stream, one.epoch) for one in member.exchange.parked()}:
        given = roster.given.get((stream, member.me.workbook))
        if given is None or epoch >= roster.epoch(stream) or member.key(stream, epoch):
            continue
        under = f"{roster.epoch(stream)} {given.n}".encode()
        before = secrets.get(f"{_SHORT}{stream.hex()}", b"")
        is_asked = before.split(b" ")[0] == under.split(b" ")[0]
        if not is_asked or before == under:
            found[stream] = under, is_asked
    return found
