"""Two editions of a graph held against each other."""
