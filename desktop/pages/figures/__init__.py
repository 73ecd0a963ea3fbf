"""Statistics: figures for those outside, counted, proved, looked at, let go."""
