"""The history of a case: who saw or changed what, and answers brought back."""
