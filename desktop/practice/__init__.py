"""Practice workbooks: invented people, and cases over a year."""
