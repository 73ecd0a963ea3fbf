"""Who comes back into a workbook by its recovery code."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Return:
    """Who comes back by the recovery code, and whether the sheet is to be replaced."""

    name: str
    code: str = field(repr=False)
    passphrase: str = field(repr=False)
    new_sheet: bool = False
