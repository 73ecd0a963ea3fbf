"""What may be typed to exchange with other laptops, and where their server is."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

import texts
from casework.team.worker import Role
from desktop.command.helping import help_of as _help
from desktop.command.places import place

if TYPE_CHECKING:
    from collections.abc import Callable

    Verbs = Callable[[str, str], argparse.ArgumentParser]

# For a proxy on the same machine.
_LISTEN: Final = ("127.0.0.1", 8765)
_HIGHEST_PORT: Final = 65_535


def exchanging(verb: Verbs) -> None:
    """Add what is typed to exchange, and about the laptops that do."""
    _devices(verb)
    join = verb("join", "exchanging:join")
    join.add_argument("act", choices=["ask", "accept"])
    late = verb("late", "exchanging:late")
    late.add_argument("act", nargs="?", choices=["list", "take", "leave"], default="list")
    late.add_argument("what", nargs="?", default="", metavar="ID")
    bundle = verb("bundle", "exchanging:bundle")
    bundle.add_argument("act", choices=["write", "read"])
    bundle.add_argument("--whole", action="store_true", help=_help("option_whole"))
    for parser in (join, bundle):
        parser.add_argument("file", type=place, metavar="FILE")
    meet = verb("meet", "meeting:meet")
    meet.add_argument("--at", default="", metavar="ADDRESS", help=_help("option_meet_at"))
    verb("exchange", "standing:exchange")
    server = verb("server", "line:server")
    server.add_argument("address", nargs="?", default="", metavar="ADDRESS|none")
    server.add_argument("--invite", default="", metavar="CODE", help=_help("option_invited"))
    server.add_argument("--pin", action="store_true", help=_help("option_pin"))
    server.add_argument("--settle", action="store_true", help=_help("option_settle"))
    sync = verb("sync", "line:sync")
    stick = _help("option_sync_for")
    sync.add_argument("--for", dest="stick", type=place, metavar="FILE", help=stick)


def _devices(verb: Verbs) -> None:
    devices = verb("devices", "exchanging:devices_of")
    devices.add_argument("act", nargs="?", choices=["list", "add", "remove"], default="list")
    devices.add_argument("what", nargs="?", default="", metavar="FILE|ID")
    devices.add_argument("--person", default="", metavar="NAME", help=_help("option_person"))
    devices.add_argument("--role", type=Role, default=Role.CASEWORKER, choices=list(Role))
    devices.add_argument("--known", action="store_true", help=_help("option_known"))
    devices.add_argument("--words", default="", metavar="WORDS", help=_help("option_words"))
    kept_with = _help("option_kept_with")
    devices.add_argument("--kept-with", default="", metavar="SERVICE", help=kept_with)
    devices.add_argument("--out", type=place, metavar="FILE")


def serving(verb: Verbs) -> None:
    """Add what is typed where the server is."""
    serve = verb("serve", "serving:serve")
    kept = serve.add_mutually_exclusive_group(required=True)
    kept.add_argument("--data", type=place, metavar="DIR", help=_help("option_data"))
    kept.add_argument("--database", default="", metavar="URL", help=_help("option_database"))
    serve.add_argument(
        "--listen",
        type=_listen,
        default=_LISTEN,
        metavar="HOST:PORT",
        help=_help("option_listen"),
    )
    serve.add_argument("--name", default="", metavar="NAME", help=_help("option_server_name"))
    serve.add_argument("--log", type=place, metavar="DIR", help=_help("option_log"))
    serve.add_argument("--token-file", type=place, metavar="FILE", help=_help("option_token_file"))
    serve.add_argument("--limits", type=place, metavar="FILE", help=_help("option_limits"))
    instead = serve.add_mutually_exclusive_group()
    instead.add_argument("--invite", action="store_true", help=_help("option_invite"))
    instead.add_argument("--migrate", default="", metavar="URL", help=_help("option_migrate"))


def _listen(typed: str) -> tuple[str, int]:
    """Return the address and the port that somebody named."""
    host, _, port = typed.rpartition(":")
    named = host.removeprefix("[").removesuffix("]")
    if not (named and port.isascii() and port.isdecimal() and int(port) <= _HIGHEST_PORT):
        raise argparse.ArgumentTypeError(texts.say("error.listen_where"))
    return named, int(port)
