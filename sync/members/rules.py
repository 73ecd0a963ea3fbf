"""What each entry of a roster does, and what it needs: checked against what stood before it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from nacl.bindings import crypto_core_ed25519_is_valid_point

from sync.members import entries
from sync.members.adoption import adopted
from sync.members.entries import kem_digest, refuse
from sync.members.standing import Author, Given, Standing, Stream, Workbook, leading
from sync.wire import keys
from sync.wire.frames import author_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Change: TypeAlias = entries.Rights | entries.Grant | entries.Revoke


def found(standing: Standing, what: entries.Found, by: bytes) -> Standing:
    """Return how an organisation begins: whoever founds it administers it."""
    if author_id(what.author) != by:
        refuse("roster.by")
    require_public(what.author, what.transport)
    require_kem(what.kem)
    ids = (what.org, what.workbook, what.stream, what.user)
    if len({*ids}) != len(ids) or what.author == what.transport:
        refuse("roster.reuse")
    return replace(
        standing,
        org=what.org,
        stream=what.stream,
        workbooks={what.workbook: Workbook(what.transport, what.kem)},
        authors={by: Author(what.author, what.user, what.workbook, writes=True, administers=True)},
        streams={what.stream: Stream("roster", 1, what.commitment)},
        given={(what.stream, what.workbook): Given(1, kem_digest(what.kem), 1)},
        spent=frozenset((*ids, by, what.transport, what.author, kem_digest(what.kem))),
    )


def admit(standing: Standing, what: entries.Admit) -> Standing:
    """Return how a workbook joins; it has no author yet, and reads what all do."""
    require_public(what.transport)
    require_kem(what.kem)
    once = (what.workbook, what.transport, kem_digest(what.kem), what.code)
    spent = _spend(standing, once)
    workbook = Workbook(what.transport, what.kem)
    return replace(standing, spent=spent, workbooks=standing.workbooks | {what.workbook: workbook})


def new_author(standing: Standing, what: entries.NewAuthor) -> Standing:
    """Return how a user of a workbook becomes an author."""
    require_public(what.author)
    name = author_id(what.author)
    spent = _spend(standing, (name, what.author))
    _require_belongs(standing, what.workbook)
    # A user is no workbook, no stream and no author: what is granted to one is granted to nobody
    # else.
    users = {author.user for author in standing.authors.values()}
    if what.user not in users:
        spent = spent | _spend(standing, (what.user,))
    author = Author(what.author, what.user, what.workbook, what.writes, what.administers)
    return replace(standing, spent=spent, authors=standing.authors | {name: author})


def _rights(standing: Standing, what: entries.Rights) -> Standing:
    """Return how an author may more, or less."""
    if not standing.is_active(what.author):
        refuse("roster.unknown")
    author = standing.authors[what.author]
    changed = replace(author, writes=what.writes, administers=what.administers)
    return replace(standing, authors=standing.authors | {what.author: changed})


def new_stream(standing: Standing, what: entries.NewStream) -> Standing:
    """Return how a stream begins."""
    spent = _spend(standing, (what.stream,))
    return replace(
        standing, spent=spent, streams=standing.streams | {what.stream: Stream(what.family)}
    )


def _grant(standing: Standing, what: entries.Grant) -> Standing:
    """Return how somebody reads and writes a stream, or no longer."""
    stream = _known_stream(standing, what.stream)
    if stream.family == "roster" or (what.write and not what.read):
        refuse("roster.grant")
    if what.to == "workbook":
        _require_belongs(standing, what.who)
    elif what.who not in {author.user for author in standing.authors.values()}:
        refuse("roster.unknown")
    kept = {key: may for key, may in standing.grants.items() if key != (what.stream, what.who)}
    if what.read:
        kept[what.stream, what.who] = what.write
    return replace(standing, grants=kept)


def rotate(standing: Standing, what: entries.Rotate) -> Standing:
    """Return how streams get new keys; nobody gets a message who reads none of them."""
    for stream, epoch, _ in what.streams:
        if epoch != _known_stream(standing, stream).epoch + 1:
            refuse("roster.epoch")
    if not what.streams:
        refuse("roster.part")
    if bool(what.sheet) != bool(standing.recovery):
        refuse("roster.recovery")
    named = {stream for stream, _, _ in what.streams}
    given = {key: one for key, one in standing.given.items() if key[0] not in named}
    readers = standing.all_readers()
    for workbook, kem, _ in what.keys:
        told = {stream for stream in named if workbook in readers[stream]}
        if not told:
            refuse("roster.reader")
        for stream in told:
            epoch = standing.epoch(stream) + 1
            given[stream, workbook] = Given(epoch, kem, standing.n + 1)
    turned = {
        stream: replace(standing.streams[stream], epoch=epoch, commitment=mark, due=False)
        for stream, epoch, mark in what.streams
    }
    return replace(standing, streams=standing.streams | turned, given=given)


def deliver(standing: Standing, what: entries.Deliver) -> Standing:
    """Return how keys that exist reach one workbook more."""
    given = dict(standing.given)
    if not what.epochs:
        refuse("roster.part")
    for stream, epoch in what.epochs:
        if not standing.reads(what.workbook, stream):
            refuse("roster.reader")
        if not 1 <= epoch <= standing.epoch(stream):
            refuse("roster.epoch")
        if epoch == standing.epoch(stream):
            given[stream, what.workbook] = Given(epoch, what.kem, standing.n + 1)
    return replace(standing, given=given)


def _revoke(standing: Standing, what: entries.Revoke) -> Standing:
    """Return how a workbook or an author belongs no longer; what they wrote before stays."""
    if what.of == "workbook":
        _require_belongs(standing, what.who)
        gone = replace(standing.workbooks[what.who], revoked=True)
        return replace(standing, workbooks=standing.workbooks | {what.who: gone})
    author = standing.authors.get(what.who)
    if author is None or author.revoked:
        refuse("roster.unknown")
    left = replace(author, revoked=True)
    return replace(standing, authors=standing.authors | {what.who: left})


_CHANGES: Final[dict[type[Any], Callable[[Standing, Any], Standing]]] = {
    entries.Rights: _rights,
    entries.Grant: _grant,
    entries.Revoke: _revoke,
}


def ending(standing: Standing, what: Change) -> frozenset[bytes]:
    """Return the lanes that would go on no longer, or no longer as of who administers.

    An entry must tell the last number of each.
    """
    after = _CHANGES[type(what)](standing, what)
    return (standing.writable() - after.writable()) | (leading(standing) - leading(after))


def change(standing: Standing, what: Change) -> Standing:
    """Return how somebody may more or less, each lane that it ends told with its last number.

    Where a workbook goes, somebody else has at home what it had there.
    """
    after = _ended(standing, _CHANGES[type(what)](standing, what), what.last)
    if isinstance(what, entries.Revoke) and what.of == "workbook":
        return adopted(after, what.who)
    return after


def accept(standing: Standing, what: entries.Accept) -> Standing:
    """Return how more of a lane that was ended counts."""
    known = [last[what.lane] for last in (standing.cuts, standing.spoken) if what.lane in last]
    if what.last <= min(known, default=what.last):
        refuse("roster.last")
    return replace(
        standing, cuts=_raised(standing.cuts, what), spoken=_raised(standing.spoken, what)
    )


def _raised(last: dict[bytes, int], what: entries.Accept) -> dict[bytes, int]:
    return {lane: max(n, what.last) if lane == what.lane else n for lane, n in last.items()}


def log_reset(standing: Standing, what: entries.LogReset) -> Standing:
    """Return how the log of a stream counts anew."""
    stream = _known_stream(standing, what.stream)
    if what.generation != stream.generation + 1:
        refuse("roster.generation")
    anew = replace(stream, generation=what.generation)
    return replace(standing, streams=standing.streams | {what.stream: anew})


def server_move(standing: Standing, what: entries.ServerMove) -> Standing:
    """Return where the server is from now on."""
    return replace(standing, address=what.address, pin=what.pin)


def recovery(standing: Standing, what: entries.Recovery) -> Standing:
    """Return how there is another recovery key; who has the old one is to read on no more."""
    require_kem(what.kem)
    spent = _spend(standing, (kem_digest(what.kem),))
    streams = standing.streams
    if standing.recovery:
        streams = {stream: replace(known, due=True) for stream, known in streams.items()}
    return replace(standing, spent=spent, recovery=what.kem, streams=streams)


def settle(standing: Standing, _what: entries.Settle) -> Standing:
    """Return the same: what a settlement says is heard where branches are compared."""
    return standing


def renew(standing: Standing, what: entries.Renew, before: bytes) -> Standing:
    """Return how a workbook is wrapped to with another key from now on."""
    workbook = standing.workbooks[what.workbook]
    if before != kem_digest(workbook.kem):
        refuse("roster.chain")
    require_kem(what.kem)
    spent = _spend(standing, (kem_digest(what.kem),))
    anew = replace(workbook, kem=what.kem, renewed=what.upto)
    return replace(standing, spent=spent, workbooks=standing.workbooks | {what.workbook: anew})


BY_KIND: Final[dict[type[Any], Callable[[Standing, Any], Standing]]] = {
    entries.Admit: admit,
    entries.NewAuthor: new_author,
    entries.Rights: change,
    entries.NewStream: new_stream,
    entries.Grant: change,
    entries.Rotate: rotate,
    entries.Deliver: deliver,
    entries.Revoke: change,
    entries.Accept: accept,
    entries.LogReset: log_reset,
    entries.ServerMove: server_move,
    entries.Recovery: recovery,
    entries.Settle: settle,
}


def _ended(before: Standing, after: Standing, last: tuple[tuple[bytes, int], ...]) -> Standing:
    """Return what stands when lanes go on no longer, each told with its last number."""
    if not any(after.administers(author) for author in after.authors):
        refuse("roster.last_administrator")
    going, led = after.writable(), leading(after)
    if {lane for lane, _ in last} != (before.writable() - going) | (leading(before) - led):
        refuse("roster.last")
    # Whoever may again, may go on where she stopped.
    cuts = {lane: n for lane, n in (before.cuts | dict(last)).items() if lane not in going}
    # Of who administers no more it counts up to then what needs that.
    known = before.spoken | {lane: n for lane, n in last if lane in leading(before)}
    spoken = {lane: n for lane, n in known.items() if lane not in led}
    were, are = before.all_readers(), after.all_readers()
    # Whoever reads no longer still knows the key.
    streams = {
        stream: replace(known, due=known.due or bool(known.epoch and were[stream] - are[stream]))
        for stream, known in after.streams.items()
    }
    return replace(after, cuts=cuts, spoken=spoken, streams=streams)


def _spend(standing: Standing, once: Iterable[bytes]) -> frozenset[bytes]:
    """Return all that was ever used, with what is used now for the first time."""
    new = list(once)
    if len({*new}) != len(new) or not standing.spent.isdisjoint(new):
        refuse("roster.reuse")
    return standing.spent.union(new)


def _known_stream(standing: Standing, stream: bytes) -> Stream:
    known = standing.streams.get(stream)
    return refuse("roster.unknown") if known is None else known


def _require_belongs(standing: Standing, workbook: bytes) -> None:
    if standing.kem_of(workbook) is None:
        refuse("roster.unknown")


def require_public(*publics: bytes) -> None:
    """Refuse keys that verify nothing, or everything."""
    for public in publics:
        # A key of small order verifies what nobody signed.
        if not crypto_core_ed25519_is_valid_point(public):
            refuse("roster.key")


def require_kem(public: bytes) -> None:
    """Refuse a key that nothing can be wrapped to, or that wraps for everybody."""
    try:
        keys.require_public(public)
    except keys.KeysRefused:
        refuse("roster.key")
