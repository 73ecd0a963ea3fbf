"""A few fields for an entry of the library in the organisation's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

import texts
from casework.referrals.treaty import Treaty
from desktop.parts.buttons import Button
from desktop.parts.fields import Field, Line, Lines
from desktop.parts.frames import Box, column, row
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

_LINES: Final = ("title", "body", "year", "articles", "parties", "url")
_EMPTY: Final = Treaty("", "", "", "", "", "")


class TreatyEditor(Box):
    """Asks for the words of one entry; what says something else has to be checked again."""

    keeping = Signal(object)
    leaving = Signal()

    def __init__(self, one: Treaty | None) -> None:
        super().__init__("card")
        self._one = one or _EMPTY
        self.lines = {name: Line(getattr(self._one, name)) for name in _LINES}
        self.summary = Lines(self._one.summary)
        keep = Button(texts.say("treaties.keep"), "primary").does(self._keep)
        leave = Button(texts.say("treaties.leave")).does(self.leaving.emit)
        fields: list[QWidget] = [Field(_name(name), line) for name, line in self.lines.items()]
        fields.insert(
            len(("title", "body", "year", "articles")), Field(_name("summary"), self.summary)
        )
        heading = Words(texts.say("treaties.add" if one is None else "treaties.edit"), "h2")
        self.setLayout(column(heading, *fields, row(keep, leave, None), gap=16, margin=16))

    def by_name(self) -> Mapping[str, QWidget]:
        """Return the fields by what they hold of an entry."""
        return {**self.lines, "summary": self.summary}

    def enter(self) -> None:
        """Begin at the title."""
        self.lines["title"].setFocus()

    def _keep(self) -> None:
        said = {name: line.text().strip() for name, line in self.lines.items()}
        summary = self.summary.toPlainText().strip()
        self.keeping.emit(
            Treaty(
                key=self._one.key,
                title=said["title"],
                body=said["body"],
                year=said["year"],
                articles=said["articles"],
                summary=summary,
                applies_to=self._one.applies_to,
                region=self._one.region,
                parties=said["parties"],
                url=said["url"],
            )
        )


def _name(field: str) -> str:
    return texts.say(f"treaties.field.{field}")
