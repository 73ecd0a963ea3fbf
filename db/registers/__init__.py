"""The registers of the office in SQL: who asked for data from outside, and how it answered."""
