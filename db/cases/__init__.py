"""Cases and who works with them: lists, search, steps, tasks, the team and its directory."""
