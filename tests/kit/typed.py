"""Type verbs as a person does, in this process: the real parser, office and store."""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
import warnings
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import pytest
from make import WORDS

from desktop.__main__ import main


@dataclass(frozen=True)
class Answer:
    """What one verb left: its exit status, its words, and its complaint."""

    code: int
    out: str
    err: str

    @property
    def facts(self):
        return json.loads(self.out)

    @property
    def refused(self):
        return self.err.partition(":")[0]


def keep_hooks(patch) -> None:
    """Let the hooks that verbs set for a process of their own be as they were, afterwards."""
    hooks = ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook"))
    warned = (warnings, "showwarning"), (logging, "_warnings_showwarning")
    for place, name in (*hooks, *warned, (logging, "lastResort")):
        patch.setattr(place, name, getattr(place, name))
    root = logging.getLogger()
    patch.setattr(root, "handlers", list(root.handlers))


def said_by(given: str, words) -> Answer:
    """Type a whole line with what its verb reads, and nothing around it to catch what it says."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        keep_hooks(patch)
        patch.setattr(sys, "stdin", io.StringIO(given))
        code = status_of(words)
    return Answer(code, out.getvalue(), err.getvalue())


def status_of(words) -> int:
    """Run the command line in this process; return its exit status."""
    try:
        return main([str(word) for word in words])
    except SystemExit as usage:
        return int(usage.code or 0)


class Typist:
    """Somebody at the command line of one workbook."""

    def __init__(self, home, monkeypatch, capsys, user="Supervisor 1", secret=WORDS):
        self.home, self.user, self.secret = home, user, secret
        self._patch, self._capsys = monkeypatch, capsys
        keep_hooks(monkeypatch)

    def types(self, *words, typed=None, raw="", secrets=None, user=None, anywhere=False):
        """Type a verb; `anywhere`: in whichever folder the program begins by itself."""
        lines = "".join(f"{one}\n" for one in secrets or [self.secret])
        given = lines + (raw if typed is None else json.dumps(typed, ensure_ascii=False))
        self._patch.setattr(sys, "stdin", io.StringIO(given))
        self._capsys.readouterr()
        place = [] if anywhere else ["--home", str(self.home)]
        common = [*place, "--user", user or self.user, "--passphrase-file", "-"]
        code = status_of([*common, *words])
        said = self._capsys.readouterr()
        return Answer(code, said.out, said.err)

    def records(self, answers=None, case="new", form="intake", raw=""):
        words = ("record", case, form, "--answers", "-", "--json")
        return self.types(*words, typed=answers, raw=raw)

    def cases(self):
        return self.types("cases", "--json").facts
