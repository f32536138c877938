"""Documents that are new to a project: read as text, divided into segments, and drafted."""
