"""What is said when a verb is mistyped: argparse knows it in English, we say it in our words."""

from __future__ import annotations

import argparse
import os
import re
from typing import TYPE_CHECKING, Any, Final, NoReturn

import texts
from desktop.saying.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# In the order in which they are tried; the last one carries a sentence of our own.
_KNOWN: Final = (
    (r"the following arguments are required: (?P<names>.+)", "usage.required"),
    (r"one of the arguments (?P<names>.+) is required", "usage.one_required"),
    (r"unrecognized arguments: (?P<typed>.+)", "usage.unknown"),
    (r"ambiguous option: (?P<typed>.+) could match (?P<names>.+)", "usage.ambiguous"),
    (
        r"argument (?P<name>.+?): invalid choice: (?P<typed>.+) \(choose from (?P<names>.+)\)",
        "usage.choice",
    ),
    (r"argument (?P<name>.+?): invalid \S+ value: (?P<typed>.+)", "usage.value"),
    (r"argument (?P<name>.+?): expected .*argument.*", "usage.nothing_after"),
    (r"argument (?P<name>.+?): ignored explicit argument .*", "usage.takes_none"),
    (r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)", "usage.both"),
    (r"argument (?P<name>.+?): (?P<sentence>.+)", "usage.own"),
)


class Typed(argparse.ArgumentParser):
    """A parser that says in the language of the terminal what it did not understand."""

    def __init__(
        self,
        *,
        prog: str | None = None,
        description: str | None = None,
        parents: Sequence[argparse.ArgumentParser] = (),
        argument_default: object = None,
        add_help: bool = True,
        **_newer: object,
    ) -> None:
        """Make one as argparse asks for it; what newer Pythons hand on changes nothing."""
        super().__init__(
            prog,
            description=description,
            parents=parents,
            argument_default=argument_default,
            formatter_class=_Lines,
            add_help=False,
        )
        # From Python 3.14 on it would paint what it says: signs that nobody wants read aloud.
        self.color = False
        if add_help:
            # What several parsers share keeps argparse's own headings, by which it is put in here.
            self._positionals.title = texts.say("usage.names")
            self._optionals.title = texts.say("usage.options")
            words = texts.say("help.option_help")
            self.add_argument("-h", "--help", action="help", help=words)

    def has(self, typed: argparse.Namespace, name: str) -> bool:
        """Return whether something was typed for an option, or for a name after the verb."""
        known = [one for one in self._actions if name in (*one.option_strings, one.dest)]
        return any(getattr(typed, one.dest) != one.default for one in known)

    def error(self, message: str) -> NoReturn:
        """Say how it is typed, then what was wrong with it; the exit status is 2."""
        self.exit(2, f"{self.format_usage()}{self.prog}: {shown(said_of(message))}\n")


class _Lines(argparse.HelpFormatter):
    """The lines of a usage, begun in our own words."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Keep how a verb is typed."""
        begun = f"{texts.say('usage.begins')} " if prefix is None else prefix
        super().add_usage(usage, actions, groups, begun)


def said_of(message: str) -> str:
    """Return in our words what argparse found; what it says that nobody foresaw stays as it is."""
    for known, text_id in _KNOWN:
        found = re.fullmatch(known, message, re.DOTALL)
        if found:
            return texts.fill_in(text_id, found.groupdict())
    return message


def speak_as(environment: Mapping[str, str] = os.environ) -> None:
    """Speak the language of the terminal, if the program speaks it."""
    wished = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    code = re.split(r"[_.@-]", wished.casefold(), maxsplit=1)[0]
    if code in texts.languages():
        texts.use(code)
