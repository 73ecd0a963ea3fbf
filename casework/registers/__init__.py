"""What the office writes down of itself: who asked for data from outside, and how it answered."""
