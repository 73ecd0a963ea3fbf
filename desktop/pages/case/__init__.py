"""One case at a glance, and what every view of one case has around it."""
