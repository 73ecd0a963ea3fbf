"""What the store must give, in types and without SQL, and the values that cross."""
