"""The letters that went out, and the builder of one letter to one service."""
