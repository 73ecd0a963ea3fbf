"""One section of a case: what was recorded on one form, notes, closing."""
