"""The parts that pages are made of: each looks and behaves the same everywhere."""
