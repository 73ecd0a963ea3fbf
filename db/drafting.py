"""For whoever changes a row: `python -m db.drafting NAME` writes the migration that goes with it.

Read what it wrote, and raise `db.migrate.CURRENT.version`; the tests say if either is forgotten.
Until the first release `python -m db.drafting first` spells the first migration anew.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db import upgrading
from db.migrate import CURRENT, create_schema
from db.vault.engine import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlcipher3 import dbapi2

FIRST: Final = "first"


def main(arguments: list[str], steps: Path = CURRENT.steps) -> int:
    """Write a migration under the name given first."""
    versions = steps / "versions"
    with _empty_store() as connection:
        if arguments == [FIRST]:
            text = spell_first(connection)
            (versions / "0001_first.sql").write_text(text, "utf-8")
            return 0
        number = len(list(versions.glob("*.py")))
        upgrading.climb(connection, steps, number)
        upgrading.draft(connection, steps, f"{number + 1:04d}", arguments[0])
    return 0


def spell_first(connection: dbapi2.Connection) -> str:
    """Return the statements that make the rows of today in an empty store."""
    create_schema(connection)
    spelled = connection.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"
        " ORDER BY type DESC, name"
    )
    text = "".join(f"{sql.strip()};\n" for (sql,) in spelled.fetchall())
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


@contextmanager
def _empty_store() -> Iterator[dbapi2.Connection]:
    with tempfile.TemporaryDirectory() as folder:
        key = bytearray(os.urandom(32))
        connection = connect(Path(folder) / "store.db", key, create=True)
        yield connection
        connection.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
