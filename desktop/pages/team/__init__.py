"""The team, for whoever looks after it: what waits, who works here, how it goes."""
