"""Secrets live in byte arrays, so that they can be overwritten."""

from __future__ import annotations


def wipe(*secrets: bytearray) -> None:
    """Overwrite secrets in place with zeros."""
    for secret in secrets:
        secret[:] = bytes(len(secret))
