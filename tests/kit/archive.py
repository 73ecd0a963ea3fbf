"""Whoever kept all that was ever sent, and gets every key that the workbooks still have."""

from __future__ import annotations

import io
from contextlib import suppress

from ledger.ops import decode
from sync.members import enrol, keylife
from sync.members.entries import Deliver, RosterRefused, Rotate, parse
from sync.members.roster import EMPTY
from sync.wire import bundle, frames, keys
from sync.wire.bundle import BundleRefused, PartKind
from sync.wire.envelope import EnvelopeRefused, StreamKey, unseal
from sync.wire.frames import FrameRefused
from sync.wire.keys import KeysRefused


class Archive:
    """Everything that left any workbook: batches as a server would have them, and answers."""

    def __init__(self):
        self.batches, self.answers = set(), []

    def keep(self, stick, *stores):
        """Keep what is on a stick, without the seal around it: a server never had that one."""
        _held, pairs, org, books = _kept(stores)
        self.batches |= set(_batches(stick, org, [(one, pair) for one in books for pair in pairs]))
        return stick

    def overhear(self, post):
        """Keep everything that a workbook sealed, for whomever it is."""
        self.batches |= {batch for _lane, _aseq, batch in post.exchange.sealed_since({})}
        self.batches |= set(post.exchange.roster())

    def listen(self, post):
        """Keep also the answers by which a workbook lets others in."""
        admit = post.admit

        def admitting(asked, **how):
            answer, digest = admit(asked, **how)
            self.answers.append((answer, enrol.read_request(asked)))
            return answer, digest

        post.admit = admitting

    def opened(self, *stores):
        """Return all content that opens with every key that stores have, and those they bring."""
        held, pairs, _org, books = _kept(stores)
        for answer, request in self.answers:
            for pair in pairs:
                with suppress(enrol.EnrolRefused):
                    held |= {*enrol.open_answer(answer, request, pair).keys}
        before, found = -1, {}
        while before != len(held):
            before = len(held)
            found = {batch: text for batch in self.batches if (text := _open(batch, held))}
            held |= _brought(found, books, pairs)
        return [*found.values()]


def _kept(stores):
    held, pairs, books, org = set(), [], set(), b""
    for store in stores:
        ask = store.connection.execute
        held |= {StreamKey(*row) for row in ask("select stream, epoch, secret from stream_key")}
        secrets = dict(ask("select name, value from workbook_secret").fetchall())
        pairs.append(keys.from_parts(secrets["kem.lattice"], secrets["kem.curve"]))
        rows = decode(secrets["kem.older"]) if "kem.older" in secrets else ()
        pairs += [keys.from_parts(*row[:2]) for row in rows]
        ((org, book),) = ask("select id, workbook from organisation").fetchall()
        books.add(book)
    return held, pairs, org, books


def _batches(stick, org, tried):
    """Yield the batches of a stick, those of snapshots too."""
    for book, pair in tried:
        with suppress(BundleRefused):
            for part in bundle.read(io.BytesIO(stick), org, book, pair):
                if part.kind == PartKind.BATCH:
                    yield part.body
                elif part.kind == PartKind.SNAPSHOT:
                    yield part.body[1:]


def _open(batch, held):
    for key in held:
        with suppress(FrameRefused, EnvelopeRefused):
            header = frames.parse(batch)
            if (header.stream, header.epoch) == (key.stream, key.epoch):
                return unseal(batch, key)
    return b""


def _brought(found, books, pairs):
    """Return the keys that entries of the roster bring to whoever has a pair, seen from nowhere.

    What stands around a message only says for whom it is; here it is tried for everybody.
    """
    entries = []
    for batch, content in found.items():
        with suppress(RosterRefused, FrameRefused):
            entries.append((parse(content), frames.parse(batch).author))
    roster, brought = EMPTY, set()
    for entry, by in sorted(entries, key=lambda one: one[0].n):
        with suppress(RosterRefused):
            roster = roster.after(entry, by)
        if isinstance(entry.what, Rotate | Deliver):
            for book in books:
                for pair in pairs:
                    with suppress(KeysRefused, KeyError):
                        brought |= {*keylife.opened(roster, entry.what, book, pair)}
    return brought
