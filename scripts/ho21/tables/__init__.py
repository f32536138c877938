"""A table once, written as text, Markdown, CSV or Excel."""
