"""What is asked: forms as data, the evaluator, the form session."""
