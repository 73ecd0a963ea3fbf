"""Filling forms in, what happened since, and answers that differ until one is chosen."""
