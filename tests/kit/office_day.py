"""An office worked by command line, alone in its folders, with a word planted in every answer."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys

from canary import Watch
from vaults import HOUSE

PLACES = ("home", "profile", "temporary", "here")


class Office:
    """A practice workbook worked by command line, alone in its folders."""

    def __init__(self, folder):
        self.folders = {name: folder / name for name in PLACES}
        for path in self.folders.values():
            path.mkdir()
        self.words = []
        self.secret = ""
        self.who = []
        made = self.facts("practice", "--cases", "1")
        worker = next(user for user in made["users"] if user["role"] == "caseworker")
        self.who = ["--user", worker["name"], "--passphrase-file", "-"]
        self.secret = worker["passphrase"] + "\n"

    def plant(self, name):
        """Return a word never seen before, to be looked for afterwards."""
        self.words.append(f"{name}-{secrets.token_hex(6)}")
        return self.words[-1]

    def plant_number(self):
        self.words.append(f"+000{secrets.randbelow(10**9):09}")
        return self.words[-1]

    def start(self, *words, typed=None):
        profile, temporary = str(self.folders["profile"]), str(self.folders["temporary"])
        places = ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
        environment = dict.fromkeys(places, profile)
        environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"), temporary)
        home = str(self.folders["home"] / "workbook")
        process = subprocess.Popen(
            [sys.executable, "-m", "desktop", "--home", home, "--json", *self.who, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folders["here"],
            env={**os.environ, **environment, "PYTHONPATH": str(HOUSE)},
            text=True,
            encoding="utf-8",
        )
        answers = "" if typed is None else json.dumps(typed, ensure_ascii=False)
        process.stdin.write(self.secret + answers)
        process.stdin.close()
        process.stdin = None
        return process

    def run(self, *words, typed=None):
        process = self.start(*words, typed=typed)
        said, complained = process.communicate(timeout=60)
        return process.returncode, said, complained

    def facts(self, *words, typed=None):
        code, said, complained = self.run(*words, typed=typed)
        assert code == 0, complained
        return json.loads(said)

    def visit(self):
        """Return a first visit with a planted word in every answer that takes words."""
        return {
            "limits_explained": "yes",
            "entry_route": "self",
            "name_used": self.plant("Nahla"),
            "languages": ["ar"],
            "sex": "female",
            "birth_precision": "not_known",
            "safe_way": "phone_call",
            "safe_hours": self.plant("mornings"),
            "phone": self.plant_number(),
            "must_not": self.plant("لا تتصل"),
            "access": self.plant("ground floor"),
            "services_asked": ["health_emergency"],
            "account": f"{self.plant('account')} and {self.plant('ናህላ')}",
        }

    def found(self):
        return Watch([*self.words, self.secret.strip()]).in_folders(*self.folders.values())
