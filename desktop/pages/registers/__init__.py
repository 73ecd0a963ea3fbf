"""The registers of the office: who asked for data from outside, and how it answered."""
