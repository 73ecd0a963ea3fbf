"""The encrypted store: here stands what joins its rooms, each of which says what it is."""
