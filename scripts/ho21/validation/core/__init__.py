"""SHACL Core as set operations over the facts, with the findings of pySHACL."""
