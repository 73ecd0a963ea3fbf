"""What the office writes down of itself: who asked for data, and what got out."""
