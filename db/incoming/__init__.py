"""What comes from elsewhere becomes rows, and what follows from it."""
