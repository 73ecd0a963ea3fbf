"""A whole story of an office, and nothing of it to be read in whatever the server keeps."""

from __future__ import annotations

import time
from hashlib import blake2b
from pathlib import Path

from canary import Watch
from nacl.secret import Aead
from nacl.utils import random
from sqlalchemy import select, text

from sync.server.tables import batch
from sync.wire import frames
from sync.wire.documents import Said, Snapshot, sign
from sync.wire.envelope import Place, StreamKey, seal, unseal

WORDS = (
    "quiet-heron-4711",
    "a name that is nobody's",
    "/srv/offices/letter-to-clinic.pdf",
    "image/x-planted",
)
PLANTED = "; ".join(WORDS).encode() * 5


class Sealing:
    """Seals as workbooks do."""

    def __init__(self, laptop, key):
        self.laptop, self.key = laptop, key

    def batch(self, content, kind=frames.Kind.OPS):
        author = self.laptop.author
        aseq, prev = self.laptop.lanes.get(self.key.stream, (0, frames.START))
        if kind == frames.Kind.SNAPSHOT:
            aseq, prev = 0, frames.START
        place = Place(self.laptop.org.org, self.key.stream, author.name, kind, 0, aseq + 1, prev)
        made = seal(content, place, self.key, author.seed)
        if kind == frames.Kind.OPS:
            self.laptop.lanes[self.key.stream] = aseq + 1, frames.batch_id(made)
        return made


def files_of(database, since):
    """Return every file in which a database kept something since then."""
    with database.reading() as connection:
        if database.is_file:
            (_, _, path) = connection.exec_driver_sql("PRAGMA database_list").one()
            return [Path(path), Path(f"{path}-wal")]
        connection.execute(text("CHECKPOINT"))
        folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
        oid = "SELECT oid FROM pg_database WHERE datname = current_database()"
        kept = folder / "base" / str(connection.execute(text(oid)).scalar_one())
    kept = [one for one in kept.iterdir() if one.stat().st_mtime >= since]
    return [*kept, *(folder / "pg_wal").glob("0*"), folder.parent / "log"]


def story(lead, sealing, http):
    """Let an office use everything that there is; return the batches that it sent."""
    org, stream = lead.org.org, sealing.key.stream
    sent = [sealing.batch(PLANTED + random(size)) for size in (10, 300, 3000, 30_000)]
    assert lead.sync(*sent).headers["accepted"] == "4"
    part = sealing.batch(PLANTED, frames.Kind.SNAPSHOT)
    offer = Snapshot(org, stream, 0, *lead.heads()[stream], [frames.batch_id(part)])
    body = sign(Said.SNAPSHOT, offer.pack(), lead.author.seed)
    lead.asks("POST", "snapshots", body, stream=stream)
    put = lead.asks("PUT", f"snapshots/{offer.name.hex()}/parts/0", part, stream=stream)
    assert put.headers["state"] == "whole"
    blob = bytes(Aead(random(32)).encrypt(PLANTED * 9))
    name = blake2b(blob, digest_size=32).digest()
    lead.asks("POST", "blobs", stream=stream, blob=name, size=len(blob))
    brought = lead.asks("PATCH", f"blobs/{name.hex()}", blob, stream=stream, offset=0)
    assert brought.headers["offset"] == str(len(blob))
    http.request("PUT", f"/v1/boxes/{random(16).hex()}", bytes(Aead(random(32)).encrypt(PLANTED)))
    # Whoever types a word where an id belongs is not kept either.
    lead.raw("GET", f"/v1/orgs/{WORDS[0]}/streams", stream=WORDS[0].encode())
    return sent


def test_nothing_of_what_an_office_writes_can_be_read_on_the_server(
    two, office, database, http, tmp_path
):
    lead, peer = two
    key, since = StreamKey(list(office.streams)[1], 1, random(32)), time.time() - 1
    sent = story(lead, Sealing(lead, key), http)
    peer.catch_up()
    watch = Watch(WORDS)
    files = [*files_of(database, since), *(tmp_path / "log").iterdir()]
    read = {one.name: one.read_bytes() for one in files if one.is_file()}
    assert any(sent[0] in data for data in read.values())
    assert [hit for name, data in read.items() for hit in watch.in_bytes(data, name)] == []
    # It would have been seen, had the server the key.
    assert all(list(watch.in_bytes(unseal(one, key), "opened")) for one in sent)
    with database.reading() as connection:
        kept = connection.execute(select(batch.c.size).where(batch.c.org_id == office.org))
        within = [size - frames.OVERHEAD for size in kept.scalars()]
    assert within == [frames.padded(size) for size in within]
    assert len(within) == len(sent)
