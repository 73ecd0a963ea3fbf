"""Forms taken to ODK and Kobo, and answers that were given there."""
