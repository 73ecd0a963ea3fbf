"""The legal pathway of a case, and the library of law."""
