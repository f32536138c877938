"""The project's files become named graphs."""
