"""Help that is asked for, and the letters and talks by which others are told."""
