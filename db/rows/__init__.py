"""The rows: a class for each table, and how a row is seen by the log."""
