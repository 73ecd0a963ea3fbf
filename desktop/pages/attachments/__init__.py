"""The files of a case: listed, brought in, looked at in memory, copied out."""
