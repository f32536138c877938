"""Two editions of a graph held against each other, and two projects side by side."""
