"""The list of cases: views, narrowing, columns, and one case beside it."""
