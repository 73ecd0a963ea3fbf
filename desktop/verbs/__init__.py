"""The verbs of the command line: each asks the office and says what happened in words or JSON."""
