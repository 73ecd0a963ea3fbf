"""The frame: the window around every page, its keys, its navigation, and the cover."""

import gc

from desktop.imports import import_plainly

# What is imported now is there to stay. From then on `Tidying` looks for what is not.
gc.disable()
import_plainly()
