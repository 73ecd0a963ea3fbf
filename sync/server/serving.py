"""A server process: the gate before the desks, listening until it is told to stop."""

from __future__ import annotations

import time
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import uvicorn
from sqlalchemy.exc import SQLAlchemyError

from sync.server.calls import Desks, Settings, operator_hash
from sync.server.engines import OtherSchema, open_file, open_url
from sync.server.gate import application
from sync.server.limits import Limits
from sync.server.migrating import copied
from sync.server.orgs import Orgs
from sync.server.refusals import Refused
from sync.server.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.types import ASGIApp

    from sync.server.engines import Database

_LOG: Final = "log"
_BACKLOG: Final = 512


class NotServed(Exception):
    """Raised for what cannot be served, with a code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Serving:
    """What somebody wants served: where it is kept, where it listens, what clients call it."""

    folder: Path | None = None
    url: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = 0
    name: str = ""
    log: Path | None = None
    operator: str = field(default="", repr=False)
    limits: Limits = field(default_factory=Limits)


class _Announced(uvicorn.Server):
    """A server that says where it listens once it does, and ends when it is told to."""

    def __init__(self, config: uvicorn.Config, told: Callable[[str], None]) -> None:
        super().__init__(config)
        self._told = told

    async def startup(self, sockets: list[Any] | None = None) -> None:
        """Listen, then say where."""
        await super().startup(sockets)
        for server in self.servers:
            for one in server.sockets:
                host, port = one.getsockname()[:2]
                self._told(f"{host}:{port}")

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signal to stop as said; raised once more it would cut the end short."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()


def read_limits(path: Path) -> Limits:
    """Return the limits that a file sets, the usual ones where it says nothing."""
    try:
        return Limits.of(tomllib.loads(path.read_text("utf-8")))
    except (OSError, ValueError):
        raise NotServed("limits") from None


def serve(asked: Serving, told: Callable[[str], None]) -> None:
    """Serve until the process is told to stop; `told` gets the address."""
    with _opened(asked) as database:
        watch = Watch(asked.log or (asked.folder and asked.folder / _LOG), time.time)
        desks = Desks(database, _settings(asked), watch, time.time)
        config = configured(application(desks), asked.host, asked.port)
        try:
            _Announced(config, told).run()
        except SystemExit:
            raise NotServed("listen") from None
        finally:
            watch.close()


def configured(app: ASGIApp, host: str, port: int) -> uvicorn.Config:
    """Return how an application is listened for."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        # A proxy that needs the date adds it; most answers are shorter than it is.
        date_header=False,
        lifespan="off",
        ws="none",
        http="h11",
        loop="asyncio",
        backlog=_BACKLOG,
        # A proxy on the same machine says whom it speaks for.
        forwarded_allow_ips="127.0.0.1",
    )


def invite(asked: Serving) -> str:
    """Return a code with which one organisation can be made on this server."""
    with _opened(asked) as database:
        return Orgs(database, asked.limits, time.time).invite()


def migrate(asked: Serving, url: str) -> int:
    """Copy every organisation that is not there yet to PostgreSQL; return how many."""
    with _opened(asked) as source, _opened(Serving(url=url)) as target:
        return copied(source, target)


@contextmanager
def _opened(asked: Serving) -> Iterator[Database]:
    """Lend the database, made at the first start."""
    try:
        database = open_file(asked.folder) if asked.folder else open_url(asked.url)
    except OtherSchema:
        raise NotServed("schema") from None
    except OSError:
        raise NotServed("folder") from None
    except (SQLAlchemyError, Refused, ValueError):
        raise NotServed("database") from None
    try:
        yield database
    finally:
        database.close()


def _settings(asked: Serving) -> Settings:
    operator = operator_hash(asked.operator) if asked.operator else b""
    return Settings(asked.name or f"{asked.host}:{asked.port}", asked.limits, operator)
