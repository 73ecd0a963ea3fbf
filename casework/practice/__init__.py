"""Invented cases for practice, plainly not of anybody."""
