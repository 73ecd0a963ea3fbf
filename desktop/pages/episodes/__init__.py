"""The episodes of a case, and the panel to add one or to change one."""
