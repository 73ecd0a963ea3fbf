"""What is to be done in a case, until when, and what follows from the record by itself."""
