"""The palette of a look, so that every widget of Qt's own has our colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPalette

if TYPE_CHECKING:
    from desktop.look.looks import Look


def palette_of(look: Look) -> QPalette:
    """Return the palette of a look."""
    has = look.colours
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in {
        roles.Window: has.canvas,
        roles.WindowText: has.text,
        roles.Base: has.surface,
        roles.AlternateBase: has.subtle,
        roles.Text: has.text,
        roles.Button: has.surface,
        roles.ButtonText: has.text,
        roles.BrightText: has.on_accent,
        roles.PlaceholderText: has.faint,
        roles.Highlight: has.accent_soft,
        roles.HighlightedText: has.text,
        roles.ToolTipBase: has.surface,
        roles.ToolTipText: has.text,
        roles.Link: has.accent,
        roles.LinkVisited: has.accent,
        roles.Light: has.surface,
        roles.Midlight: has.subtle,
        roles.Mid: has.line,
        roles.Dark: has.line_strong,
        roles.Shadow: has.line_strong,
    }.items():
        palette.setColor(role, colour)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, has.faint)
    return palette
