"""How long and where what is kept, how it is erased, and what holds after a restore."""
