"""A program for measurements: cases in Anki's collection, exchanged with Anki's own server.

Run by the Python of a folder into which Anki was installed. It tells the port of the server, hears
over which port to go, and then does what each line says and tells how many seconds that took.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from anki.collection import AddNoteRequest, Collection

NAME, SECRET = "one", "two"


def main(cases, folder):
    """Serve one bench until it has nothing more to ask."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    told = {"SYNC_USER1": f"{NAME}:{SECRET}", "SYNC_BASE": str(folder / "server")}
    told |= {"SYNC_HOST": "127.0.0.1", "SYNC_PORT": str(port)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = [sys.executable, "-m", "anki.syncserver"]
    with subprocess.Popen(server, env={**os.environ, **told}, **quiet) as serving:
        try:
            _stands(port)
            peer = _Peer(json.loads(cases.read_text("utf-8")), folder)
            _tell(port)
            peer.begin(f"http://127.0.0.1:{sys.stdin.readline().strip()}/")
            for line in sys.stdin:
                begun = time.perf_counter()
                getattr(peer, line.strip())()
                _tell(time.perf_counter() - begun)
        finally:
            serving.terminate()


def _tell(what):
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def _stands(port):
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise TimeoutError(port)


class _Peer:
    """A collection in which each case is a note, its children the last fields of it."""

    def __init__(self, cases, folder):
        self._folder = folder
        self._mine = Collection(str(folder / "mine.anki2"))
        kind = self._mine.models.new("case")
        wide = max(len(case) for case in cases)
        for number in range(wide):
            field = self._mine.models.new_field(f"field {number}")
            self._mine.models.add_field(kind, field)
        card = self._mine.models.new_template("card")
        card["qfmt"], card["afmt"] = "{{field 0}}", "{{field 1}}"
        self._mine.models.add_template(kind, card)
        self._mine.models.add(kind)
        kind = self._mine.models.by_name("case")
        made = []
        for case in cases:
            note = self._mine.new_note(kind)
            note.fields = [*map(str, case), *("" for _ in range(wide - len(case)))]
            made.append(AddNoteRequest(note, 1))
        self._mine.add_notes(made)

    def begin(self, address):
        """Log in, which is not measured."""
        self._who = self._mine.sync_login(NAME, SECRET, address)

    def push(self):
        """Send everything for the first time."""
        self._whole(self._mine, upload=True)

    def look(self):
        """Ask for news where there are none."""
        self._mine.sync_collection(self._who, sync_media=False)

    def edit(self):
        """Send one field that changed."""
        note = self._mine.get_note(self._mine.find_notes("")[7])
        note.fields[7] = "2026-01-02"
        self._mine.update_note(note)
        self.look()

    def pull(self):
        """Take everything in on another laptop."""
        other = Collection(str(self._folder / "other.anki2"))
        self._whole(other, upload=False)
        if other.note_count() != self._mine.note_count():
            raise ValueError(other.note_count())
        other.close()

    def _whole(self, book, *, upload):
        book.sync_collection(self._who, sync_media=False)
        book.close_for_full_sync()
        book.full_upload_or_download(auth=self._who, server_usn=None, upload=upload)
        book.reopen(after_full_sync=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
