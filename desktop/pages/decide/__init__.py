"""To decide: what two laptops said differently, and which answer holds."""
