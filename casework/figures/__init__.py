"""Figures of people for those outside: what is counted, in which tables, and what was published."""
