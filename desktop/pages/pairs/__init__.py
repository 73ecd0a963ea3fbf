"""Possibly the same person: two cases side by side, with three answers."""
