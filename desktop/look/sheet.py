"""The one style sheet of the application, short, keyed on a `role` property."""

from __future__ import annotations

from dataclasses import fields
from string import Template
from typing import TYPE_CHECKING, Final

from desktop.look.tokens import Colours, size

if TYPE_CHECKING:
    from desktop.look.looks import Look

# Paddings are the same on both sides: style sheets are not mirrored in right-to-left windows.
_SHEET: Final = Template("""
QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: ${card}px; }
QFrame[role="card_chosen"] { background: $surface; border: 1px solid $accent;
  border-radius: ${card}px; }
QFrame[role="paper"] { background: $surface; border: 1px solid $line; border-radius: ${small}px; }
QFrame[role="field"] { background: $surface; border: 1px solid $line_strong;
  border-radius: ${control}px; }
QFrame[role="float"] { background: $surface; border: 1px solid $line_strong;
  border-radius: ${panel}px; }
QFrame[role="panel"] { background: $surface; border: none; }
QFrame[role="canvas"] { background: $canvas; border: none; }
QFrame[role="nav"] { background: $nav; border: none; }
QFrame[role="care"] { background: $care_soft; border: 1px solid $care_line;
  border-radius: ${panel}px; }
QFrame[role="problem"] { background: $problem_soft; border: 1px solid $problem_line;
  border-radius: ${panel}px; }
QFrame[role="info"] { background: $info_soft; border: 1px solid $info_line;
  border-radius: ${panel}px; }
QFrame[role="line"] { background: $line; border: none; }
QFrame[role="line_strong"] { background: $line_strong; border: none; }
QFrame[role="lead"] { background: $accent_line; border: none; }
QPushButton { background: $surface; color: $text; border: 1px solid $line_strong; outline: none;
  border-radius: ${control}px; padding: 0 ${p14}px; min-height: ${h34}px; max-height: ${h34}px; }
QPushButton:hover { background: $subtle; }
QPushButton:pressed, QPushButton:checked { background: $accent_soft; color: $accent; }
QPushButton:disabled { background: $subtle; color: $faint; border: 1px $unused $line; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; }
QPushButton[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:pressed { background: $accent_press; border-color: $accent_press; }
QPushButton[role="primary"]:disabled { background: $subtle; color: $faint;
  border: 1px $unused $line; }
QPushButton[role="quiet"], QPushButton[role="calm"] { background: transparent; color: $accent;
  border: 1px solid transparent; padding: 0 ${p8}px; }
QPushButton[role="calm"] { color: $muted; }
QPushButton[role="quiet"]:hover, QPushButton[role="calm"]:hover { background: $subtle; }
QPushButton[role="quiet"]:disabled, QPushButton[role="calm"]:disabled { color: $faint; }
QPushButton[role="fold"] { background: transparent; color: $accent; border: none; padding: 0; }
QPushButton[role="fold"]:hover { color: $accent_hover; text-decoration: underline; }
QPushButton[role="tool"] { background: transparent; color: $muted; border: 1px solid transparent;
  padding: 0 ${p10}px; min-height: ${h28}px; max-height: ${h28}px; }
QPushButton[role="tool"]:hover { background: $subtle; }
QPushButton[role="tool"]:checked { background: $surface; color: $accent;
  border-color: $line_strong; }
QPushButton[role="link"] { background: transparent; color: $accent; padding: 1px 0; border: none;
  text-decoration: underline; min-height: ${h24}px; max-height: ${h24}px; }
QPushButton[role="small"] { min-height: ${h28}px; max-height: ${h28}px; padding: 0 ${p10}px; }
QPushButton[role="large"] { min-height: ${h44}px; max-height: ${h44}px; }
QPushButton[role="bare"] { background: transparent; border: none; padding: 0;
  min-width: ${h28}px; max-width: ${h28}px; min-height: ${h28}px; max-height: ${h28}px; }
QPushButton[role="bare"]:hover { background: $subtle; }
QPushButton[role="find"] { text-align: center; color: $faint; }
QPushButton[role="crumb"] { background: transparent; color: $muted; border: none; padding: 1px 0;
  min-height: ${h24}px; max-height: ${h24}px; }
QPushButton[role="crumb"]:hover { color: $accent; }
QLineEdit, QComboBox, QDateEdit, QTimeEdit, QSpinBox { background: $surface; color: $text;
  placeholder-text-color: $faint; border: 1px solid $line_strong; border-radius: ${control}px;
  padding: 0 ${p10}px; min-height: ${h34}px; max-height: ${h34}px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QComboBox:editable { padding: 0 ${line_side}px; }
QComboBox { selection-background-color: $accent_soft; selection-color: $text; }
QLineEdit { lineedit-password-character: 8226; }
QComboBox > QLineEdit { background: transparent; border: none; padding: 0; min-height: 0; }
QComboBox[role="small"] { min-height: ${h28}px; max-height: ${h28}px; }
QComboBox[role="bare"] { background: transparent; color: $muted;
  border: 1px solid transparent; padding: 0 ${p6}px; }
QComboBox[role="bare"]:hover { background: $subtle; }
QLineEdit[tall="true"], QPushButton[tall="true"] { min-height: ${h40}px; max-height: ${h40}px; }
QPushButton[low="true"] { min-height: ${h24}px; max-height: ${h24}px; }
QPlainTextEdit, QTextEdit { background: $surface; color: $text;
  placeholder-text-color: $faint; border: 1px solid $line_strong;
  border-radius: ${control}px; padding: ${p6}px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:read-only, QPlainTextEdit[readOnly="true"] { background: transparent;
  border-color: transparent; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled { background: $subtle;
  color: $faint; border: 1px $unused $line; }
QLineEdit[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"] {
  border: 2px solid $problem; }
QComboBox::drop-down { border: none; width: ${p24}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $surface; color: $text; border: 1px solid $line_strong;
  selection-background-color: $accent_soft; selection-color: $text; outline: none; }
QMenu { background: $surface; color: $text; border: 1px solid $line_strong; padding: ${p4}px;
  menu-scrollable: 1; }
QMenu::scroller { background: transparent; height: ${p20}px; }
QMenu::item { padding: ${p6}px ${p32}px; border-radius: ${small}px; }
QMenu::indicator, QMenu::right-arrow, QMenu::left-arrow { image: none; width: 0; height: 0; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: ${p4}px ${p8}px; }
QToolTip { background: $surface; color: $text; border: 1px solid $line_strong;
  padding: ${p4}px ${p8}px; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[role="canvas"] { background: $canvas; }
QScrollArea > QWidget > QWidget[role="nav"] { background: $nav; }
QScrollBar:vertical { background: transparent; width: ${p10}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${p10}px; margin: 0; }
QScrollBar::handle { background: $line_strong; border-radius: ${p2}px; margin: ${p3}px; }
QScrollBar::handle:vertical { min-height: ${p32}px; }
QScrollBar::handle:horizontal { min-width: ${p32}px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: transparent; border: none; width: 0; height: 0; }
QTableView, QListView { background: $surface; color: $text; border: none; outline: none;
  selection-background-color: $accent_soft; selection-color: $text; }
QListView[role="canvas"] { background: $canvas; }
QListView[role="popup"] { border: 1px solid $line_strong; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $muted; border: none;
  border-bottom: 1px solid $line; padding: 0 ${p8}px; }
QToolButton#qt_calendar_monthbutton::menu-indicator { image: none; width: 0; }
QSplitter::handle { background: $line; }
QProgressBar { background: $hidden; border: none; border-radius: ${p2}px;
  min-height: ${p4}px; max-height: ${p4}px; }
QProgressBar::chunk { background: $accent; border-radius: ${p2}px; }
QGroupBox { border: none; margin: 0; padding: 0; }
""")
_LENGTHS: Final = (2, 3, 4, 6, 8, 10, 14, 20, 24, 32)
_HEIGHTS = {24: "target_min", 28: "control_small", 34: "control", 44: "control_large"}
_BORDERS: Final = 2
# Qt's own room beside the words of a line, whatever the style sheet says; a list has none.
_QT_SIDE: Final = 2
_TALL: Final = 40


def sheet_of(look: Look) -> str:
    """Return the style sheet of a look."""
    values: dict[str, object] = {
        field.name: getattr(look.colours, field.name).name() for field in fields(Colours)
    }
    values |= {f"p{length}": look.px(length) for length in _LENGTHS}
    values |= {f"h{length}": look.px(size(name)) - _BORDERS for length, name in _HEIGHTS.items()}
    # Where one comes in there is little else: field and button are a little higher.
    high = size("control") if look.reflows else _TALL
    values["unused"] = "dashed" if look.strong else "solid"
    values["h40"] = look.px(high) - _BORDERS
    values |= {name: look.px(radius) for name, radius in _RADII.items()}
    values["line_side"] = look.px(10) - _QT_SIDE
    return _SHEET.substitute(values)


_RADII = {"small": 4, "control": 6, "panel": 8, "card": 10}
