"""First run: its steps; nothing is made before the last."""
