"""Exchanges of a laptop in a process of its own, which is killed at a statement or has no room."""

from __future__ import annotations

import os
import signal
from contextlib import closing

from lines import syncs
from sqlcipher3.dbapi2 import DatabaseError

from casework.team.worker import Role
from db.store import open_store
from desktop.bootstrap import post_of

# How a process ends that could not write.
DISK = 3


def apart(work):
    """Let another process do something; return how it ended."""
    child = os.fork()
    if child == 0:
        end = 1
        try:
            work()
            end = 0
        except DatabaseError:
            end = DISK
        finally:
            # Whatever happened, it must not run on as a second test.
            os._exit(end)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def exchanges(met, begin):
    """Exchange at the second laptop, in a store of one's own."""
    unlocked = met.second.unlocked()
    with closing(open_store(met.second.home, unlocked, met.clock)) as store:
        begin(store.connection)
        syncs(post_of(store, unlocked, met.clock))


def dies_at(point):
    """Return what kills this process at a statement on the store, before it is carried out."""
    passed = iter(range(1, point))

    def pass_by(_statement):
        if next(passed, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    return lambda connection: connection.set_trace_callback(pass_by)


def hires(office, name):
    """Write something that goes to everybody."""
    office.people.add(os.urandom(16).hex(), name, Role.CASEWORKER, os.urandom(32))
