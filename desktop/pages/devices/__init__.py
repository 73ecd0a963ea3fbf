"""Sync and devices: what stands, ways to exchange, which laptops belong."""
