"""The rows of the first version, as 0001_first.sql spells them."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the rows of this version."""
    spelled = Path(__file__).with_suffix(".sql").read_text("utf-8")
    for statement in spelled.split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
