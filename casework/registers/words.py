"""What is typed into a register: it has to show something, and to be kept as it is."""

from __future__ import annotations

import unicodedata

from forms.lexical import NO_TEXT


def is_blank(typed: str) -> bool:
    """Return whether typed words show nothing: blanks and unseen signs alone."""
    return all(unicodedata.category(sign)[0] in "ZC" for sign in typed)


def cannot_be_kept(*typed: str) -> bool:
    """Return whether some signs in typed words cannot be kept, as in no answer of a form."""
    return any(NO_TEXT.search(one) for one in typed)
