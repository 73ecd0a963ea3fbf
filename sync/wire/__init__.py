"""What bytes mean wherever they travel: frames, batches, sticks; a server knows these alone."""
