"""The case and what is on record of it: values read from the forms that were filled in."""
