"""The verb that serves an exchange between workbooks; it opens none and reads nothing in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.exchange.exchanging import server
from desktop.saying.words import Refused

if TYPE_CHECKING:
    import argparse
    from pathlib import Path
    from types import ModuleType

    from desktop.desk import Desk


def serve(desk: Desk, typed: argparse.Namespace) -> None:
    """Serve until the process is told to stop; or invite, or copy everything elsewhere."""
    serving = server()
    try:
        _do(desk, typed, serving)
    except serving.NotServed as refused:
        raise Refused(f"serve_{refused.code}") from None


def _do(desk: Desk, typed: argparse.Namespace, serving: ModuleType) -> None:
    host, port = typed.listen
    asked = serving.Serving(
        typed.data,
        typed.database,
        host,
        port,
        typed.name,
        typed.log,
        _first_line(typed.token_file) if typed.token_file else "",
        **({"limits": serving.read_limits(typed.limits)} if typed.limits else {}),
    )
    if typed.invite:
        code = serving.invite(asked)
        desk.facts({"invite": code})
        desk.say("serve.invited", code=code)
    elif typed.migrate:
        copied = serving.migrate(asked, typed.migrate)
        desk.facts({"copied": copied})
        desk.say("serve.migrated", n=copied)
    else:
        serving.serve(asked, lambda where: _listens(desk, where))


def _listens(desk: Desk, where: str) -> None:
    desk.facts({"listens": where})
    desk.say("serve.listens", where=where)


def _first_line(path: Path) -> str:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Refused("file_unreadable", place=path) from None
    if not (lines and lines[0].strip()):
        raise Refused("serve_token", place=path)
    return lines[0].strip()
