"""What is typed into a register: it has to show something, and to be kept as it is."""

from __future__ import annotations

import unicodedata


def is_blank(typed: str) -> bool:
    """Return whether typed words show nothing: blanks and unseen signs alone."""
    return all(unicodedata.category(sign)[0] in "ZC" for sign in typed)
