"""What may be done and to whom it may be told."""
