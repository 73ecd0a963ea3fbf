"""What a verb works at: the folder, who signs in, what is typed, and where words go."""

from __future__ import annotations

import getpass
import io
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self, TextIO

import texts
from desktop.bootstrap import open_workbook
from desktop.homes import home_at_start, is_left
from desktop.shown import shown
from desktop.words import Refused, at

if TYPE_CHECKING:
    import argparse

    from desktop.bootstrap import Workbook


@dataclass(slots=True)
class Desk:
    """One run of the command line; it closes what it opened."""

    home: Path
    user: str
    as_json: bool
    secrets: Secrets
    out: TextIO
    # Whether nobody named a folder and the one that was switched to is out of reach.
    is_left: bool = False
    _workbook: Workbook | None = None

    def reach(self) -> Path:
        """Return the folder of the workbook that is meant; the one from before is not meant."""
        if self.is_left:
            raise Refused("home_out_of_reach")
        return self.home

    def workbook(self) -> Workbook:
        """Return the workbook, opened at the first need by whoever signs in."""
        if self._workbook is not None:
            return self._workbook
        self.reach()
        name = self.user or self.secrets.ask_name()
        return self.sign_in(name, self.secrets.next("passphrase"))

    def sign_in(self, name: str, passphrase: str) -> Workbook:
        """Open the workbook for a person; it is closed with the desk."""
        home = self.reach()
        with at(home):
            self._workbook = open_workbook(home, name, passphrase)
        told = [f"store.{notice}" for notice in self._workbook.notices]
        if self._workbook.practice:
            told.append("practice.mark")
        for text_id in told:
            sys.stderr.write(texts.say(text_id) + "\n")
        return self._workbook

    def change_to(self, name: str) -> Workbook:
        """Sign the one out who is at work, and a second person in by the next passphrase."""
        if self._workbook is not None:
            self._workbook.close()
            self._workbook = None
        return self.sign_in(name, self.secrets.next("passphrase"))

    def say(self, text_id: str, **values: object) -> None:
        """Print one sentence, unless facts were asked for as JSON."""
        if not self.as_json:
            self.line(texts.fill_in(text_id, values))

    def line(self, words: str) -> None:
        """Print one line of words, without signs that would steer the terminal."""
        self._put(f"{shown(words)}\n")

    def facts(self, facts: object) -> None:
        """Print facts as JSON, when they were asked for so."""
        if self.as_json:
            self._put(json.dumps(facts, ensure_ascii=False, indent=1) + "\n")

    def _put(self, text: str) -> None:
        try:
            self.out.write(text)
            self.out.flush()
        except OSError:
            raise Refused("not_shown") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._workbook is not None:
            self._workbook.close()


@dataclass(slots=True)
class Secrets:
    """Passphrases and codes: lines of a file, or asked for on the terminal, never arguments."""

    path: str | None
    typed: TextIO
    _lines: list[str] | None = field(default=None, repr=False)

    def next(self, what: str) -> str:
        """Return the next secret; `what` names the question that is asked on the terminal."""
        given = self.next_or_none()
        if given is not None:
            return given
        if not self.typed.isatty():
            raise Refused(f"no_{what}")
        return getpass.getpass(texts.say(f"ask.{what}") + " ")

    def next_or_none(self) -> str | None:
        """Return the next line of the passphrase file, or None when there is none left."""
        if self.path is None:
            return None
        if self.path == "-":
            # Line by line: what follows on standard input may be the answers.
            return _read_line(self.typed) or None
        if self._lines is None:
            self._lines = _lines_of(Path(self.path))
        return self._lines.pop(0) if self._lines else None

    def words(self, given: str) -> str:
        """Return words as they were given, or for a dash the next line of standard input.

        While a program runs everybody on the laptop can see what was typed behind its name.
        """
        return _read_line(self.typed) if given == "-" else given

    def ask_name(self) -> str:
        """Return the name of whoever signs in, asked on the terminal."""
        if not self.typed.isatty():
            raise Refused("no_user")
        sys.stderr.write(texts.say("ask.user") + " ")
        sys.stderr.flush()
        return _read_line(self.typed).strip()


def _read_line(typed: TextIO) -> str:
    try:
        return typed.readline().rstrip("\r\n")
    except UnicodeDecodeError:
        raise Refused("file_unreadable") from None


def _lines_of(path: Path) -> list[str]:
    try:
        # Some editors put a byte order mark first; it is no part of a passphrase.
        return [line for line in path.read_text("utf-8-sig").splitlines() if line]
    except (OSError, UnicodeDecodeError):
        raise Refused("file_unreadable", place=path) from None


def desk_for(typed: argparse.Namespace) -> Desk:
    """Return the desk that the common options describe."""
    options = vars(typed)
    named = options.get("home")
    home = named or home_at_start()
    return Desk(
        home=home,
        user=options.get("user", ""),
        as_json=options.get("json", False),
        # A program started without any input has no stream at all.
        secrets=Secrets(options.get("passphrase_file"), sys.stdin or io.StringIO()),
        out=sys.stdout,
        is_left=named is None and is_left(home),
    )
