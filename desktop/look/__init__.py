"""How everything looks: colours, sizes, type, icons and marks, from one file of tokens."""

from __future__ import annotations

from desktop.look.current import look, use
from desktop.look.icons import icon, picture
from desktop.look.looks import Look, Theme
from desktop.look.tokens import Colours, tokens

__all__ = ["Colours", "Look", "Theme", "icon", "look", "picture", "tokens", "use"]
