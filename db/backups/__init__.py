"""Sealed backups, and how what happened since holds when one comes back."""
