"""How a workbook is made: with its first person, and the forms that come with the program."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

from casework.changes import Change
from casework.team.worker import Worker
from db.store import make_store, open_store
from db.vault.moving_in import moving_in
from desktop.bootstrap import FORMS_SEEN, Workbook
from desktop.clock import now
from desktop.imports import Later

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from casework.team.office_facts import OfficeFacts
    from casework.team.worker import Role
    from db.store import Store
    from db.vault import keys
    from db.vault.cost import Cost

    Clock = Callable[[], datetime]
else:
    # What derives keys is needed before a workbook opens, and hardly ever after.
    keys = Later("db.vault.keys")


@dataclass(frozen=True, slots=True)
class Founding:
    """The first person, how papers name the office, and what keys may cost.

    A recovery code that was printed before is the one that opens it.
    """

    name: str
    role: Role
    office: OfficeFacts
    cost: Cost | None = None
    recovery_code: str = field(default="", repr=False)


def practice_cost() -> Cost:
    """Return the least cost of keys: practice workbooks hold nobody's data."""
    least: Cost = import_module("db.vault.cost").FLOOR
    return least


def clear(home: Path) -> None:
    """Remove what was left where a workbook was being made and something ended that."""
    import_module("db.vault.moving_in").clear(home)


def new_recovery_code(*, split: bool = False) -> str:
    """Return a recovery code that opens nothing yet, of one sheet or of three."""
    return keys.new_recovery_code(split=split)


def make_workbook(
    home: Path, passphrase: str, founding: Founding, clock: Clock = now
) -> tuple[Workbook, str]:
    """Make an empty workbook; return it open, with the recovery code to print once."""
    practice = founding.office.practice
    with moving_in(home) as draft:
        first = keys.Newcomer(founding.name, passphrase, founding.cost, founding.recovery_code)
        unlocked, code = keys.found_vault(draft, first, practice=practice)
        with closing(make_store(draft, unlocked, clock)) as store:
            _found(store, unlocked, founding, clock())
            store.keep(FORMS_SEEN, import_module("forms.library.kept").look())
    return Workbook(home, unlocked, open_store(home, unlocked, clock), clock), code


def _found(store: Store, unlocked: keys.Unlocked, founding: Founding, at: datetime) -> None:
    """Write what a new workbook starts with, in one piece of work."""
    first = Worker(unlocked.user_id.hex(), founding.role, founding.name)
    with store.begin(first) as work:
        work.people.add(first.id, first.name, first.role, unlocked.author_key)
        work.people.set_office(founding.office)
        work.documents.publish(import_module("forms.library").library(), at)
        work.commit(Change("workbook_made", subject_id=first.id))
