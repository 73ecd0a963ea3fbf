"""Sealed backups, and the lists beside them that hold when one comes back."""
