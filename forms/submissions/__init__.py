"""Answers that were given in another program, read by a form of ours: XML, JSON and tables."""
