"""The directory of services, and one service of it."""
