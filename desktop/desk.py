"""What a verb works at: the folder, who signs in, what is typed, and where words go."""

from __future__ import annotations

import getpass
import io
import json
import os
import select
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, TextIO

import texts
from desktop.bootstrap import open_workbook
from desktop.codes import is_of_three, sheets_of, together
from desktop.homes import home_at_start, is_left
from desktop.saying.shown import shown
from desktop.saying.words import Refused, at

if TYPE_CHECKING:
    import argparse

    from desktop.bootstrap import Workbook

_NEW: Final = "new_passphrase"


@dataclass(slots=True)
class Desk:
    """One run of the command line; it closes what it opened."""

    home: Path
    user: str
    as_json: bool
    secrets: Secrets
    # A program whose standard output was closed has none.
    out: TextIO | None
    # Whether nobody named a folder and the one that was switched to is out of reach.
    is_left: bool = False
    _workbook: Workbook | None = None
    _is_told_once: bool = False

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
            tell_beside(texts.say(text_id) + "\n")
        return self._workbook

    def change_to(self, name: str) -> Workbook:
        """Sign the one out who is at work, and a second person in by the next passphrase."""
        if self._workbook is not None:
            self._workbook.close()
            self._workbook = None
        return self.sign_in(name, self.secrets.next("passphrase"))

    def shows_once(self) -> None:
        """Refuse before anything is done, when what is told only once could not be shown."""
        if not _takes_words(self.out):
            raise Refused("shows_nothing")
        self._is_told_once = True

    def say(self, text_id: str, **values: object) -> None:
        """Print one sentence, unless facts were asked for as JSON."""
        if not self.as_json:
            self.line(texts.fill_in(text_id, values))

    def say_code(self, code: str) -> None:
        """Print a new recovery code, that of each sheet where there are three."""
        sheets = sheets_of(code)
        if len(sheets) == 1:
            self.say("init.recovery", code=code)
            return
        self.say("init.recovery.split")
        for number, one in enumerate(sheets, 1):
            self.say("init.recovery.sheet", number=number, code=one)

    def line(self, words: str) -> None:
        """Print one line of words, without signs that would steer the terminal."""
        self._put(f"{shown(words)}\n")

    def facts(self, facts: object) -> None:
        """Print facts as JSON, when they were asked for so."""
        if self.as_json:
            self._put(json.dumps(facts, ensure_ascii=False, indent=1) + "\n")

    def _put(self, text: str) -> None:
        if _written(self.out, text):
            return
        _give_up(self.out)
        if self._is_told_once and self.out is not sys.stderr:
            # It is told nowhere else, and whoever started the program may still read this.
            self.out = sys.stderr
            text = texts.say("told_once.beside") + "\n" + text
            if _written(self.out, text):
                return
        raise Refused("not_shown")

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
        typed = _unseen(what)
        # Nobody saw it: with a slip of the finger in it nobody would come in again.
        if what == _NEW and _unseen(what, again="_again") != typed:
            raise Refused("not_the_same")
        return typed

    def recovery(self) -> str:
        """Return the code of the recovery sheet; after one of three a second one is asked for."""
        first = self.next("recovery")
        return together(first, self.next("second_sheet")) if is_of_three(first) else first

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
        tell_beside(texts.say("ask.user") + " ")
        name = _read_line(self.typed).strip()
        if not name:
            raise Refused("no_user")
        return name


def is_text(words: str) -> bool:
    """Return whether something typed can be written down; the system hands over any bytes."""
    return words.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in words)


def tell_beside(text: str) -> None:
    """Write to standard error, if there is any: what is said there must stop nothing."""
    _written(sys.stderr, text)


def _written(out: TextIO | None, text: str) -> bool:
    """Write at once; return whether that is possible."""
    if out is None:
        return False
    try:
        out.write(text)
        out.flush()
    except (OSError, ValueError):
        return False
    return True


def _takes_words(out: TextIO | None) -> bool:
    """Return whether something written may arrive, as far as that is known before."""
    if out is None or out.closed:
        return False
    try:
        watched = select.poll()
        # Of an end that nobody reads any more one is told without asking.
        watched.register(out.fileno(), 0)
        return not watched.poll(0)
    except (AttributeError, OSError, ValueError):
        # Not every system can say so, and not every stream is one of the system.
        return True


def _give_up(out: TextIO | None) -> None:
    """Let what is left in a stream go nowhere: it would be tried again when the program ends."""
    if out is None:
        return
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, out.fileno())
        os.close(nowhere)


def _unseen(what: str, again: str = "") -> str:
    """Return what is typed on the terminal without being shown."""
    try:
        return getpass.getpass(texts.say(f"ask.{what}{again}") + " ")
    except EOFError:
        tell_beside("\n")
        raise Refused(f"no_{what}") from None
    except UnicodeDecodeError:
        raise Refused("typed_unreadable") from None


def _read_line(typed: TextIO) -> str:
    unreadable = "typed_unreadable" if typed.isatty() else "file_unreadable"
    try:
        line = typed.readline().rstrip("\r\n")
    except UnicodeDecodeError:
        raise Refused(unreadable) from None
    if not is_text(line):
        raise Refused(unreadable)
    return line


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
