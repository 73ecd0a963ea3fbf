"""What somebody may not choose or type is greyed, and says why where one comes to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def grey(why: str, *fields: QWidget) -> None:
    """Grey fields and say why."""
    for field in fields:
        field.setEnabled(False)
        field.setToolTip(why)
        field.setAccessibleDescription(why)
