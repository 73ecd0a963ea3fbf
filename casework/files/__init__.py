"""What comes and goes as a file: kept with a case, brought in, taken out as a whole."""
