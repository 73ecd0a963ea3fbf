"""The same room: two laptops find each other and exchange, with nobody between."""
