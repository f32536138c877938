"""The one-file page that shows the whole graph."""
