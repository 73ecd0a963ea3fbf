"""In which field of a letter somebody is, and how the keyboard comes back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.pages.form.place import Spot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from desktop.pages.letters.order import OrderPane


def spot_in(order: OrderPane, here: QWidget | None) -> Spot:
    """Return which field has the keyboard, and where the cursor stands in what is typed."""
    name = next((name for name, one in _fields(order).items() if one is here), "")
    return Spot(name, order.asked.textCursor().position() if here is order.asked else 0)


def enter(order: OrderPane, spot: Spot) -> None:
    """Give the keyboard back to a field, or to the one that a letter begins with."""
    field = _fields(order).get(spot.ref, order.to)
    if field is order.asked:
        cursor = order.asked.textCursor()
        cursor.setPosition(min(spot.cursor, len(order.asked.toPlainText())))
        order.asked.setTextCursor(cursor)
    field.setFocus()


def _fields(order: OrderPane) -> Mapping[str, QWidget]:
    return {
        "kind": order.kind,
        "language": order.language,
        "asked": order.asked,
        "signed": order.signed,
    }
