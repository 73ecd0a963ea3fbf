"""Help that is asked for: each request with its way and its next acts."""
