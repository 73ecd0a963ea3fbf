"""The encrypted file: who may open it; how it is opened, copied, and destroyed."""
