"""True counts of those who agreed to be counted, and the register of what was published."""
