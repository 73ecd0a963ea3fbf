"""The frame: the window around every page, its keys, its navigation, and the cover."""

import PySide6.QtCore  # noqa: F401 - brings the hook that is taken away before all else is imported

from desktop.imports import import_plainly

import_plainly()
