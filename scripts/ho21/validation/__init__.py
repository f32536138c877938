"""SHACL: the graph held against its shapes."""
