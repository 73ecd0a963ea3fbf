"""What is imported, and when: nothing before somebody needs it, and nothing by detours.

Shiboken puts a hook before `import` that looks for a feature, `from __feature__ import …`, which
nothing here asks for. For that it reads the text of each module and keeps it: a fifth of the
time in which the window opens, and memory that nobody uses.
"""

from __future__ import annotations

import builtins
import linecache
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# What Python brings along for what we hash with; a module has one of these names.
_HASHES: Final = (("_blake2",), ("_md5",), ("_sha1",), ("_sha2", "_sha256"), ("_sha2", "_sha512"))


def hash_without_openssl() -> None:
    """Let `hashlib` use the hashes of Python itself, as it does in the bundle.

    It would load OpenSSL for faster ones: 5 MB, and a tenth of the start, for a few short texts.
    """
    whole = all(any(map(find_spec, names)) for names in _HASHES)
    if whole and "hashlib" not in sys.modules:
        modules: dict[str, Any] = sys.modules
        # Python's own way to say that a module is not there.
        modules.setdefault("_hashlib", None)


def import_plainly() -> None:
    """Take the hook away that comes with Qt, and the texts of modules that it read."""
    import_module("PySide6.QtCore")
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
    linecache.clearcache()


class Later:
    """A module that is imported when something of it is first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, wanted: str) -> object:
        """Return what the module holds under a name."""
        return getattr(import_module(self._name), wanted)


def call_later(module: str, name: str) -> Callable[..., object]:
    """Return a function whose module is imported by whoever calls it, on that thread."""

    def call(*given: object, **named: object) -> object:
        act: Callable[..., object] = getattr(import_module(module), name)
        return act(*given, **named)

    return call
