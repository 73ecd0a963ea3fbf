"""By what a person is known, and who of two cases may be one person."""
