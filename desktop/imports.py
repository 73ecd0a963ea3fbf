"""What is imported, and when: nothing before somebody needs it, and nothing by detours.

Shiboken puts a hook before `import` that looks for a feature, `from __feature__ import …`, which
nothing here asks for. For that it reads the text of each module and keeps it: a fifth of the
time in which the window opens, and memory that nobody uses.
"""

from __future__ import annotations

import builtins
from importlib import import_module


def import_plainly() -> None:
    """Take the hook away that comes with Qt."""
    import_module("PySide6.QtCore")
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


class Later:
    """A module that is imported when something of it is first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, wanted: str) -> object:
        """Return what the module holds under a name."""
        return getattr(import_module(self._name), wanted)
