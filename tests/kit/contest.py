"""Many who write and read at once, servers that are killed meanwhile, and what must come of it."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

import httpx
from served import Organisation, found

from sync.wire import frames
from sync.wire.documents import Signs

LOST = (httpx.TransportError,)


class Contest:
    """An organisation whose workbooks all write and read at the same time."""

    def __init__(self, seed, writers=16, readers=4, streams=3):
        self.org = Organisation(random.Random(seed))
        for _ in range(streams):
            self.org.stream()
        self.writers = [self.org.workbook(Signs.ADMIN) for _ in range(writers)]
        self.readers = [self.org.workbook() for _ in range(readers)]
        self.sent = {}
        self._over = threading.Event()
        self._dice = random.Random(seed + 1)

    def begin(self, *clients):
        """Make the organisation and let everybody in, at one of the servers each."""
        found(clients[0], self.org)
        for laptop, client in zip(self.everybody, cycle(clients)):
            assert laptop.enter(client).status_code == 200

    @property
    def everybody(self):
        return [*self.writers, *self.readers]

    def run(self, requests=None, seconds=None, meanwhile=None):
        """Let everybody go: so many requests each, or for so long."""
        until = time.monotonic() + seconds if seconds else None
        dice = [random.Random(self._dice.random()) for _ in self.writers]
        with ThreadPoolExecutor(len(self.everybody) + 1) as pool:
            reading = [pool.submit(self._read, one) for one in self.readers]
            writing = [
                pool.submit(self._write, *pair, requests, until)
                for pair in zip(self.writers, dice, strict=True)
            ]
            try:
                if meanwhile:
                    meanwhile()
                for one in writing:
                    one.result()
            finally:
                self._over.set()
            for one in reading:
                one.result()

    def _write(self, laptop, dice, requests, until):
        done = 0
        while (requests is None or done < requests) and (until is None or time.monotonic() < until):
            streams = dice.choices(list(self.org.streams), k=dice.randint(1, 4))
            batches = [laptop.batch(one) for one in streams]
            self._sends(laptop, batches)
            done += 1
            for one in batches:
                lane = self.sent.setdefault((laptop.author.name, frames.parse(one).stream), [])
                lane.append(frames.batch_id(one))

    def _sends(self, laptop, batches):
        """Send until it is acknowledged; what was kept before the answer was lost counts."""
        body = frames.framed(batches)
        while True:
            try:
                answer = laptop.asks("POST", "sync", body, after=1 << 60)
            except LOST:
                # Whoever brings the server back has failed: nobody waits for ever.
                if self._over.is_set():
                    raise
                time.sleep(0.05)
                continue
            if answer.status_code != 503:
                assert answer.headers.get("accepted") == str(len(batches)), answer.text
                return

    def _read(self, laptop):
        while not self._over.is_set():
            try:
                laptop.sync(most=20_000)
            except LOST:
                time.sleep(0.05)

    def judge(self):
        """Refuse a batch that was missed, doubled or out of its order, with whomever."""
        laptop = self.readers[0]
        heads = laptop.heads()
        for reader in self.readers:
            got = reader.catch_up()
            assert {stream: reader.log(stream) for stream in self.org.streams} == heads
            for (author, stream), lane in self.sent.items():
                mine = set(lane)
                assert [name for _, name in got[stream] if name in mine] == lane, author
        kept = sum(number for number, _ in heads.values())
        assert kept == sum(map(len, self.sent.values()))
        return kept
