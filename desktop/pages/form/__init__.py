"""Filling in a form: any form, from its session, kept as one goes."""
