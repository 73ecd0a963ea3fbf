"""Type verbs as a person does, in this process: the real parser, office and store."""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
from dataclasses import dataclass

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


class Typist:
    """Somebody at the command line of one workbook."""

    def __init__(self, home, monkeypatch, capsys, user="Supervisor 1", secret=WORDS):
        self.home, self.user, self.secret = home, user, secret
        self._patch, self._capsys = monkeypatch, capsys
        # The verbs set hooks for a process of their own; this one goes on.
        hooks = ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook"))
        for place, name in (*hooks, (logging, "lastResort")):
            monkeypatch.setattr(place, name, getattr(place, name))
        root = logging.getLogger()
        monkeypatch.setattr(root, "handlers", list(root.handlers))

    def types(self, *words, typed=None, raw="", secrets=None, user=None, anywhere=False):
        """Type a verb; `anywhere`: in whichever folder the program begins by itself."""
        lines = "".join(f"{one}\n" for one in secrets or [self.secret])
        given = lines + (raw if typed is None else json.dumps(typed, ensure_ascii=False))
        self._patch.setattr(sys, "stdin", io.StringIO(given))
        self._capsys.readouterr()
        place = [] if anywhere else ["--home", str(self.home)]
        common = [*place, "--user", user or self.user, "--passphrase-file", "-"]
        try:
            code = main([*common, *map(str, words)])
        except SystemExit as usage:
            code = int(usage.code or 0)
        said = self._capsys.readouterr()
        return Answer(code, said.out, said.err)

    def records(self, answers=None, case="new", form="intake", raw=""):
        words = ("record", case, form, "--answers", "-", "--json")
        return self.types(*words, typed=answers, raw=raw)

    def cases(self):
        return self.types("cases", "--json").facts
