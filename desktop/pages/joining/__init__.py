"""A laptop that asked to join a team: its words, the answer, the first stick."""
