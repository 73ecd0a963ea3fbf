"""The encrypted store: rows, unit of work, journal, guards."""
