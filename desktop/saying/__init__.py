"""What is said, in words, wherever it is said; it needs no window."""
