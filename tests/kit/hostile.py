"""A real server behind somebody hostile: every answer may be another one, or none, or never end."""

from __future__ import annotations

import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from anyio.from_thread import start_blocking_portal
from served import NAME, Hands, Near, desks_on

from sync.server.engines import open_file
from sync.server.gate import application
from sync.wire.placed import PLACED, unplaced

if TYPE_CHECKING:
    from collections.abc import Iterable

# What the server says of an answer beside its body goes along; how it is framed is for the line.
_OF_THE_LINE = {"content-length", "transfer-encoding", "connection"}
_BARE = {204, 304}


@dataclass(frozen=True)
class Asked:
    """One question: whose it is is known once it was let in."""

    method: str
    path: str
    headers: dict
    body: bytes

    @property
    def what(self):
        """Return what is asked for, by the last word of the path."""
        return self.path.partition("?")[0].rpartition("/")[2]

    @property
    def workbook(self):
        """Return which workbook asks, where it says so itself."""
        return self.body[16:32] if self.what in {"challenge", "token"} else b""


@dataclass(frozen=True)
class Said:
    """One answer; `raw`, where it is given, is written instead of it and the line is cut."""

    status: int = 200
    headers: dict = field(default_factory=dict)
    body: bytes = b""
    raw: Iterable[bytes] | None = None

    def but(self, body=None, **headers):
        """Return the same with another body, or other headers; none takes one away."""
        spelled = {name.replace("_", "-"): value for name, value in headers.items()}
        mixed = {
            name: str(value)
            for name, value in (self.headers | spelled).items()
            if value is not None
        }
        return replace(self, headers=mixed, body=self.body if body is None else body)

    @property
    def placed(self):
        """Return the batches of the answer with their numbers."""
        return unplaced(self.body)[0]

    def with_batches(self, placed):
        """Return the same with other batches, numbers or both."""
        made = b"".join(
            PLACED.pack(len(batch), seq, number) + batch for seq, number, batch in placed
        )
        headers = self.headers | {"content-type": "application/octet-stream"}
        return replace(self, status=200 if made else 204, headers=headers, body=made)


class Behind:
    """One server with its data, asked in this process."""

    def __init__(self, folder, portal):
        self.folder, self._portal = folder, portal
        self._open()

    def _open(self):
        self.database = open_file(self.folder / "data")
        self.desks = desks_on(self.database, clock=Hands(), log=self.folder / "log")
        self._near = Near(application(self.desks), self._portal)

    def says(self, asked):
        """Return what it says to a question."""
        known = {name: value for name, value in asked.headers.items() if name != "host"}
        path, _, query = asked.path.partition("?")
        said = parse_qsl(query, keep_blank_values=True)
        came = self._near.request(asked.method, path, asked.body, known, said)
        kept = {name: value for name, value in came.headers.items() if name not in _OF_THE_LINE}
        return Said(came.status_code, kept, came.content)

    def copy(self, folder):
        """Return another server with all that this one knows by now."""
        self.close()
        shutil.copytree(self.folder, folder)
        self._open()
        return Behind(folder, self._portal)

    def close(self):
        """Close it."""
        self.desks.watch.close()
        self.database.close()


class Hostile:
    """Listens where a server is known to be; what it does with a question is `attack`."""

    def __init__(self, portal):
        self.portal, self.behind, self.attack = portal, None, None
        # Every question as it came, and of which workbook each token is.
        self.seen, self.tokens = [], {}
        # How often it did what it does, and how many bytes of it were taken.
        self.struck = self.written = 0
        self._line = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._line.daemon_threads = True
        self._line.block_on_close = False
        self._thread = Thread(target=self._line.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def port(self):
        return self._line.server_port

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}#{NAME}"

    def invite(self):
        return self.behind.desks.orgs.invite()

    def put(self, behind):
        """Let another server stand behind it, and behave."""
        if self.behind is not None:
            self.behind.close()
        self.behind, self.attack = behind, None
        self.seen.clear()
        self.struck = self.written = 0

    def says(self, asked):
        """Answer a question, honestly or not."""
        self.seen.append(asked)
        said = self.attack(asked, self) if self.attack else self.behind.says(asked)
        if asked.what == "token":
            self.tokens[said.body.decode("ascii", "replace")] = asked.workbook
        return said

    def counted(self, pieces):
        """Yield pieces, and keep how much of them somebody still took."""
        for piece in pieces:
            yield piece
            self.written += len(piece)

    def whose(self, asked):
        """Return which workbook asks."""
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        return asked.workbook or self.tokens.get(token, b"")

    def close(self):
        self._line.shutdown()
        self._line.server_close()
        if self.behind is not None:
            self.behind.close()


def _handler(hostile):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_):
            pass

        def answer(self):
            size = int(self.headers.get("content-length", "0"))
            heads = {name.lower(): value for name, value in self.headers.items()}
            said = hostile.says(Asked(self.command, self.path, heads, self.rfile.read(size)))
            with suppress(OSError):
                self._write(said)

        def _write(self, said):
            if said.raw is not None:
                self.close_connection = True
                for piece in said.raw:
                    self.wfile.write(piece)
                return
            lines = [f"HTTP/1.1 {said.status} -"]
            lines += [f"{name}: {value}" for name, value in said.headers.items()]
            if said.status not in _BARE:
                lines.append(f"content-length: {len(said.body)}")
            head = "\r\n".join([*lines, "", ""]).encode()
            self.wfile.write(head + (b"" if said.status in _BARE else said.body))

    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"):
        setattr(Handler, f"do_{method}", Handler.answer)
    return Handler


@contextmanager
def hostile_line():
    """Lend somebody hostile, with nothing behind yet."""
    with start_blocking_portal() as portal:
        hostile = Hostile(portal)
        try:
            yield hostile
        finally:
            hostile.close()
