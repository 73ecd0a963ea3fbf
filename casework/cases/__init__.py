"""The list of cases, one case at a glance, its course, and the papers printed of it."""
