"""Settings: how the window looks, speaks, hides, locks, and which keys do what."""
