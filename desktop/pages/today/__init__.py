"""Today: what is to be done, what waits, and where one left off."""
