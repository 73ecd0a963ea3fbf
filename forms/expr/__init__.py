"""The expression evaluator: XPath 1.0 with the functions of ODK, compiled to closures."""
