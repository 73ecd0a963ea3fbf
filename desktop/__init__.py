"""Screens and verbs: what a person starts and sees."""
