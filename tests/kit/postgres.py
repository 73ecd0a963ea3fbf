"""A private PostgreSQL for one run of the tests: in a temporary folder, on a unix socket, alone."""

from __future__ import annotations

import fcntl
import importlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
from measure import HOUSE
from psycopg import sql

# Nothing of it has to outlast the run, unless it is measured.
HURRIED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
CALM = "-c autovacuum=off -c max_wal_senders=0 -c wal_level=minimal -c max_connections=120"
UNPRIVILEGED = ("postgres", "nobody")


def libraries():
    """Return the part of the set-up that knows where PostgreSQL is."""
    sys.path.insert(0, str(HOUSE / "packaging"))
    try:
        return importlib.import_module("libraries")
    finally:
        sys.path.pop(0)


class Cluster:
    """A cluster that the processes of a run share; the last one takes it away."""

    def __init__(self, run, lock, how=HURRIED):
        self.folder = Path(tempfile.gettempdir()) / f"alongside-{run}"
        self._data, self._users = self.folder / "data", self.folder / "users"
        self._programs, self._lock, self._how = libraries().postgres(), lock, how
        self._own = _nobody_in_particular() if os.geteuid() == 0 else {}

    def url(self, name="postgres"):
        """Return the address of one of its databases."""
        return f"postgresql://tests@/{name}?host={self.folder}"

    def fresh(self, name):
        """Return the address of a new database."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    @contextmanager
    def lent(self):
        """Start it unless another process did; end it when nobody needs it any more."""
        with self._alone():
            if self._count(+1) == 1:
                self._start()
        try:
            yield self
        finally:
            with self._alone():
                if self._count(-1) == 0:
                    self._run("pg_ctl", "stop", "-D", self._data, "-m", "immediate")
                    shutil.rmtree(self.folder)

    def _start(self):
        if self._own:
            # Below folders that only we may enter it could not reach its own.
            shutil.chown(self.folder, self._own["user"], self._own["group"])
        options = ("--auth=trust", "--username=tests", "--no-sync", "--no-instructions")
        options += ("--wal-segsize=1",)
        self._run("initdb", "-D", self._data, "--encoding=UTF8", "--locale=C", *options)
        told = f"-k {self.folder} -c listen_addresses= {self._how} {CALM}"
        log = self.folder / "log"
        self._run("pg_ctl", "start", "-w", "-D", self._data, "-o", told, "-l", log)

    def _run(self, program, *words):
        command = [str(self._programs / program), *map(str, words)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **self._own)

    def _count(self, step):
        self.folder.mkdir(exist_ok=True)
        now = int(self._users.read_text("ascii") if self._users.exists() else 0) + step
        self._users.write_text(str(now), "ascii")
        return now

    @contextmanager
    def _alone(self):
        with self._lock.open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield


def _nobody_in_particular():
    """Return whom a root starts it as: PostgreSQL refuses to run with every right."""
    for name in UNPRIVILEGED:
        try:
            known = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": known.pw_uid, "group": known.pw_gid, "extra_groups": []}
    raise LookupError
