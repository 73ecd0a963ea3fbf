"""An exchange over a server: what is said to it, what goes there, what comes from it."""
