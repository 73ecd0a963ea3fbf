"""The merge core: operations, their clock, and how concurrent ones meet."""
