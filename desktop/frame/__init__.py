"""The frame: the window around every page, its keys, its navigation, and the cover."""
