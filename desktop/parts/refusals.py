"""Where it is said why something was refused: at the field it concerns, else beside what asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QLineEdit

from desktop import doors
from desktop.parts.announce import announce
from desktop.parts.frames import clear
from desktop.parts.messages import MessageBar
from desktop.parts.sight import bring_into_sight

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QBoxLayout

    from desktop.parts.fields import Field
    from desktop.parts.sheet_code import SheetCode


# What may be wrong with a recovery code, a backup, a new passphrase, a folder to restore to.
_CODE: Final = ("recovery_typo", "wrong_recovery", "wrong_recovery_backup", "first_sheet_slip")
_SECOND: Final = (
    *("one_of_three", "second_sheet_slip", "same_sheet", "other_set"),
    *("wrong_recovery_sheets", "wrong_recovery_backup_sheets"),
)
_FILE: Final = ("backup_damaged", "backup_newer", "backup_other_shape", "newer", "missing")
_FRESH: Final = ("weak_passphrase", "odd_passphrase")
_FOLDER: Final = ("not_empty", "exists", "no_place", "read_only")


def concerned(
    code: SheetCode, file: Field | None = None, folder: Field | None = None
) -> dict[str, Field]:
    """Return which field each refusal is about, where a recovery code opens something."""
    sheets = ((code.first_field, _CODE), (code.second_field, _SECOND))
    asked = (*sheets, (file, _FILE), (folder, _FOLDER))
    return {of: field for field, about in asked if field is not None for of in about}


def of_fresh(fresh: Field) -> dict[str, Field]:
    """Return which refusals are about a new passphrase."""
    return dict.fromkeys(_FRESH, fresh)


class Refusals:
    """Knows which field each code of a refusal is about; what is about none stands in a bar."""

    def __init__(self, said: QBoxLayout, fields: Mapping[str, Field] | None = None) -> None:
        self._said, self._fields = said, fields or {}

    def calm(self) -> None:
        """Take back whatever was said."""
        clear(self._said)
        for field in self._fields.values():
            field.wrong("")

    def tell(self, error: Exception) -> None:
        """Say it where it is seen, and put the cursor at what is to be typed or chosen anew."""
        self.calm()
        words, field = doors.why(error), self._fields.get(doors.code_of(error))
        if field is None:
            bar = MessageBar(words, "problem")
            self._said.addWidget(bar)
            bring_into_sight(bar)
            announce(bar, words, at_once=True)
            return
        self.point_at(field, words)

    def point_at(self, field: Field, words: str) -> None:
        """Say at a field what is wrong with it, and nothing anywhere else; the cursor is there."""
        self.calm()
        field.wrong(words)
        field.editor.setFocus()
        if isinstance(field.editor, QLineEdit):
            field.editor.selectAll()
        bring_into_sight(field)
        announce(field, words, at_once=True)
