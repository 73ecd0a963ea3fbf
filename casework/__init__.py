"""What may be done and to whom it may be told: here stands what joins its rooms."""
