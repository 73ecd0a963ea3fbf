"""The log: operations written with their rows, in streams, and the cells that they come to."""
