"""Bring in and take out: a table, the layout of another system, one's own copy of all."""
