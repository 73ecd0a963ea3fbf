"""A backup that comes back into a new folder, and the workbook that is opened there."""

from __future__ import annotations

from contextlib import contextmanager

from make import WORDS

from desktop import bootstrap
from desktop.bootstrap import Return, bring_back

NAME = "Supervisor 1"


def bring(desks, folder, beside=()):
    """Restore the backup of a folder beside it; lists may stand in other folders too."""
    back = Return(NAME, desks.template.recovery_code, WORDS)
    bring_back(folder / "one.backup", folder / "new", back, beside)


@contextmanager
def opened(desks, folder):
    """Open what was restored, as its supervisor."""
    workbook = bootstrap.open_workbook(folder / "new", NAME, WORDS, desks.clock)
    try:
        yield workbook
    finally:
        workbook.close()


@contextmanager
def restored(desks, folder):
    """Restore the backup of a folder, and open it."""
    bring(desks, folder)
    with opened(desks, folder) as workbook:
        yield workbook


def office(desks, workbook, worker):
    """Return the office that a worker has in it."""
    return bootstrap.office_on(workbook._store, worker, desks.clock)
