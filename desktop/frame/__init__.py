"""The frame: the window around every page, its keys, its navigation, and the cover."""

from desktop.imports import import_plainly

import_plainly()
