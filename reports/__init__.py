"""Paper and tables, made from values that may leave."""
