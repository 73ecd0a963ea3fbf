"""Frozen bytes of the exchange, read by the program and by a second reader made from the docs."""

from __future__ import annotations

import base64
import json
import re
from io import BytesIO
from pathlib import Path

import pytest
import second_reader
from measure import HOUSE

from ledger.columns import Section
from ledger.columns_read import Reader
from ledger.merge import EARLIEST, EMPTY, learn, safest, views
from ledger.ops import decode_batch, lane_id
from ledger.summary import digests, root_of
from sync.wire import bundle, frames, keys
from sync.wire.documents import Said, Snapshot, taken_apart
from sync.wire.envelope import Place, StreamKey, _sealed, unseal
from sync.wire.lanes import BEGINNING, follow

FOLDER = Path(__file__).with_name("vectors")


def vector(name):
    return json.loads((FOLDER / name).read_text("utf-8"))


def raw(facts, *names):
    return [bytes.fromhex(facts[name]) for name in names]


WIRE, STICK = vector("wire-1.json"), vector("bundle-1.json")
ORG, STREAM, SECRET, SEED, PUBLIC, AUTHOR, LANE = raw(
    WIRE, "org", "stream", "secret", "seed", "public", "author", "lane"
)
KEY = StreamKey(STREAM, WIRE["epoch"], SECRET)
FILE = base64.b64decode("".join(STICK["file"]))
TOLD = ("kind", "generation", "aseq", "prev", "seen_seq", "seen_head", "nonce")


def shown(value):
    """Return a value as the frozen file shows it."""
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, dict):
        return {"fields": {name: shown(one) for name, one in value.items()}}
    return [shown(one) for one in value] if isinstance(value, list | tuple) else value


def told(header):
    return [one.hex() if isinstance(one, bytes) else one for one in header]


def test_what_is_derived_is_derived_as_it_was():
    assert [KEY.commitment, KEY.cipher_key] == raw(WIRE, "commitment", "cipher_key")
    assert second_reader.subkeys(STREAM, KEY.epoch, SECRET) == (KEY.commitment, KEY.cipher_key)
    assert (frames.author_id(PUBLIC), lane_id(PUBLIC, STREAM)) == (AUTHOR, LANE)
    assert {str(size): frames.padded(int(size)) for size in WIRE["padded"]} == WIRE["padded"]
    assert {size: second_reader.filled(int(size)) for size in WIRE["padded"]} == WIRE["padded"]


@pytest.mark.parametrize("frozen", WIRE["batches"], ids=lambda frozen: frozen["name"])
def test_both_readers_open_the_frozen_batches(frozen):
    batch, content, name, nonce, prev, seen = raw(
        frozen, "batch", "content", "id", "nonce", "prev", "seen_head"
    )
    frames.verify(batch, PUBLIC)
    assert unseal(batch, KEY) == content
    header, read = second_reader.read_batch(batch, PUBLIC, SECRET)
    assert read == content
    ours = frames.parse(batch)
    assert told(getattr(ours, fact) for fact in TOLD) == [frozen[fact] for fact in TOLD]
    assert told(header[fact] for fact in TOLD) == [frozen[fact] for fact in TOLD]
    assert name == frames.batch_id(batch) == second_reader.plain_hash(batch[:-64])
    # What is written now opens under the second reader; what no compressor touched is the same.
    where = [frozen[fact] for fact in ("generation", "aseq")]
    place = Place(ORG, STREAM, AUTHOR, ours.kind, *where, prev, frozen["seen_seq"], seen)
    made = _sealed(content, place, KEY, SEED, nonce)
    assert second_reader.read_batch(made, PUBLIC, SECRET) == (header, content)
    assert made == batch or content


def test_both_readers_find_the_same_operations():
    content = bytes.fromhex(WIRE["batches"][1]["content"])
    ours = [
        [op.kind, op.entity.hex(), op.table, op.field, shown(op.value), op.hlc, told_parents(op)]
        for op in decode_batch(content, LANE, 2)
    ]
    theirs = [
        [kind, entity.hex(), table, name, shown(value), hlc, [[p.hex(), *at] for p, *at in parents]]
        for kind, entity, table, name, value, hlc, parents in second_reader.read_operations(content)
    ]
    assert ours == theirs == WIRE["operations"]


MERGE = vector("merge-1.json")


@pytest.mark.parametrize("step", [1, -1])
def test_both_readers_come_to_the_same_of_what_met(step):
    ours, theirs = EMPTY, []
    for frozen in MERGE["batches"][::step]:
        lane, content = raw(frozen, "lane", "content")
        ours = learn(ours, decode_batch(content, lane, frozen["number"]))
        for idx, one in enumerate(second_reader.read_operations(content)):
            theirs.append([(lane, frozen["number"], idx), *one])
    rules = {
        tuple(field.split(".")): EARLIEST if rule == "lowest" else safest(*rule)
        for field, rule in MERGE["protected"].items()
    }
    assert {
        one.entity.hex(): as_met(
            one.life.name.lower(),
            {field: sorted(op.order for op in tips) for field, tips in one.cells.items()},
            one.shown(rules),
        )
        for one in views(ours)
    } == MERGE["things"]
    met = second_reader.met(theirs, MERGE["protected"])
    moments = {one[0]: one[6] for one in theirs}
    assert {
        thing.hex(): as_met(
            found["life"],
            {field: [(moments[one], one) for one in ids] for field, ids in found["stands"].items()},
            found["shown"],
        )
        for thing, found in met.items()
    } == MERGE["things"]


def as_met(life, stands, values):
    """Return what became of a thing as the frozen file shows it."""
    names = {
        field: [[lane.hex(), *at] for _moment, (lane, *at) in some]
        for field, some in stands.items()
    }
    told = {field: shown(value) for field, value in values.items()}
    return {"life": life, "stands": names, "shown": told}


def told_parents(op):
    return [[parent.lane.hex(), parent.aseq, parent.idx] for parent in op.parents]


def test_lane_log_and_framing_are_as_they_were():
    batches = [bytes.fromhex(one["batch"]) for one in WIRE["batches"]]
    names = [frames.batch_id(batch) for batch in batches]
    state, head = BEGINNING, frames.START
    for seq, (batch, name) in enumerate(zip(batches, names, strict=True), 1):
        state = follow(state, frames.parse(batch), name)
        head = frames.logged(head, seq, name)
    assert (state.aseq, state.digest) == (4, names[3])
    assert head.hex() == second_reader.log_hash(names).hex() == WIRE["log"]
    framed = bytes.fromhex(WIRE["framed"])
    assert frames.framed(batches[:2]) == framed
    assert frames.unframed(framed) == (batches[:2], b"")
    assert second_reader.read_frames(framed) == batches[:2]


def test_both_readers_read_the_frozen_stick():
    org, workbook, lattice, curve, public = raw(
        STICK, "org", "workbook", "lattice", "curve", "public"
    )
    parts = [(kind, bytes.fromhex(body)) for kind, body in STICK["parts"]]
    pair = keys.from_parts(lattice, curve)
    assert list(bundle.read(BytesIO(FILE), org, workbook, pair)) == parts
    key = bytes.fromhex(STICK["key"])
    assert second_reader.read_bundle(FILE, key) == parts
    assert second_reader.content_keys(FILE, org, workbook, (lattice, curve)) == [key]
    sender = bytes.fromhex(STICK["sender"])
    have = bundle.read_have(parts[0][1], org, {AUTHOR: (public, sender)}.get)
    assert second_reader.read_have(parts[0][1], public) == (org, sender, AUTHOR, have.lanes)
    assert {lane.hex(): aseq for lane, aseq in have.lanes.items()} == STICK["lanes"]
    # What is written now is read by the second reader too.
    now = b"".join(bundle.write(map(bundle.Part._make, parts), org, {workbook: pair.public}))
    (fresh,) = second_reader.content_keys(now, org, workbook, (lattice, curve))
    assert second_reader.read_bundle(now, fresh) == parts


SNAPSHOT = vector("snapshot-1.json")


def test_both_readers_read_the_frozen_snapshot():
    reader, theirs = Reader(), second_reader.SnapshotReader()
    found = {section: [] for section in Section}
    for frozen in SNAPSHOT["parts"]:
        batch, content = raw(frozen, "batch", "content")
        frames.verify(batch, PUBLIC)
        assert unseal(batch, KEY) == content
        assert second_reader.read_batch(batch, PUBLIC, SECRET)[1] == content
        section, told = reader.read(content)
        found[section] += [told] if section is Section.CONTENTS else told
        theirs.read(content)
    ops = sorted(found[Section.ROWS] + found[Section.OPERATIONS], key=lambda op: op.id)
    frozen = sorted(SNAPSHOT["operations"])
    assert [summed_up(op) for op in ops] == frozen
    assert sorted(as_frozen(one) for one in theirs.operations) == frozen
    assert as_frozen(theirs.awaited) == SNAPSHOT["awaited"]
    ours = [[*one.id, one.entity, one.field] for one in found[Section.AWAITED]]
    assert as_frozen(ours) == SNAPSHOT["awaited"]
    assert as_frozen(theirs.words) == as_frozen(found[Section.WORDS]) == SNAPSHOT["words"]
    assert digests(ops) == second_reader.thing_digests(theirs.operations)
    assert {thing.hex(): one.hex() for thing, one in digests(ops).items()} == SNAPSHOT["digests"]
    (contents,) = found[Section.CONTENTS]
    lanes, listed, root = theirs.contents
    assert (contents.listed, contents.root) == (listed, root)
    assert [[end.lane, end.author, end.aseq, end.digest] for end in contents.lanes] == lanes
    assert (
        root
        == root_of(digests(ops))
        == second_reader.snapshot_root(second_reader.thing_digests(theirs.operations))
    )
    assert (listed, root.hex()) == (SNAPSHOT["listed"], SNAPSHOT["root"])


def test_both_readers_believe_the_frozen_list_and_who_compared():
    manifest, attested, name = raw(SNAPSHOT, "manifest", "attest", "name")
    signed = taken_apart(manifest)
    signed.verify(Said.SNAPSHOT, PUBLIC)
    body = second_reader.read_document(manifest, b"alongside snapshot 1", PUBLIC)
    assert body == signed.body
    promised = Snapshot.unpack(body)
    assert (promised.name, promised.org, promised.stream) == (name, ORG, STREAM)
    batches = [bytes.fromhex(one["batch"]) for one in SNAPSHOT["parts"]]
    names = [second_reader.plain_hash(batch[:-64]) for batch in batches]
    assert promised.parts == names
    assert body[78:] == b"".join(names)
    assert second_reader.plain_hash(body, 16) == name
    said = second_reader.read_document(attested, b"alongside attest 1", PUBLIC)
    assert said == ORG + STREAM + name + promised.covers.to_bytes(8)


def summed_up(op):
    said = [*op.id, int(op.kind), op.entity, op.table, op.field, op.value, op.hlc, op.parents]
    return as_frozen(said)


def as_frozen(one):
    """Return ids as small hexadecimal, values as the frozen file shows them."""
    if isinstance(one, bytes):
        return one.hex()
    if isinstance(one, list | tuple) and len(one) == 10:
        *head, value, moment, parents = one
        return [*map(as_frozen, head), shown(value), moment, as_frozen(parents)]
    return [as_frozen(each) for each in one] if isinstance(one, list | tuple) else one


_BESIDE = {
    "wire/bundle": (
        "sync/sealed/ends.py",
        "sync/sealed/setback.py",
    ),
    "sealed/incoming": ("sync/members/sayable.py", "db/incoming/vouched.py"),
}


@pytest.mark.parametrize(
    "name",
    [
        *("wire/frames", "wire/envelope", "wire/lanes", "wire/bundle"),
        *("sealed/incoming", "sealed/snapshots", "sealed/files"),
    ],
)
def test_every_code_that_is_told_stands_in_the_docs_and_none_besides(name):
    start = name.partition("/")[2].removesuffix("s")
    code = re.compile(rf"\b{start}\.[a-z]+\b")
    rooms = [f"sync/{name}.py", *_BESIDE.get(name, ())]
    ours = " ".join((HOUSE / room).read_text("utf-8") for room in rooms)
    told = set(code.findall(" ".join(re.findall(r'"([a-z]+\.[a-z]+)"', ours))))
    quoted = re.findall(r"`([a-z]+\.[a-z]+)`", (HOUSE / "docs/exchange.md").read_text("utf-8"))
    assert told
    assert told == {word for word in quoted if code.fullmatch(word)}
