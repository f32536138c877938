"""Questions, queries and their answers."""
