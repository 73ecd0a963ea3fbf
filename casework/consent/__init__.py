"""What was agreed to, for whom, until when; taking it back, and what follows from that."""
