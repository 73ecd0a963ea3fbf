"""Tables that strangers made: read with limits, never run, and written without formulas."""
