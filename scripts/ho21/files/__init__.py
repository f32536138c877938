"""A folder or file is written whole or not at all, and nothing that ho21 did not make is lost."""
