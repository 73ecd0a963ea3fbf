"""Consent: what has been agreed, the one question asked now, taking it back."""
