"""The editors of answers: one for each kind of question, found by the registry."""
