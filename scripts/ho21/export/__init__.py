"""The graph in the forms that others read."""
