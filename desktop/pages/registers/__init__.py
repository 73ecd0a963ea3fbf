"""The registers of the office: who asked for data from outside, and what got out."""
