"""The forms of the house as a store gets them: compiled by set-up, where it ran."""

from __future__ import annotations

from functools import cache

from db.answers.shelf import Shelf
from forms.library import library


@cache
def model_of(form_id):
    """Return a compiled form; that it is what reading it anew comes to is tested with the forms."""
    return Shelf().compile(library()[form_id])
