"""What these set operations do not do, and leave to pySHACL."""


class UnsupportedError(Exception):
    """A shape asks for what only pySHACL tries, or is not as SHACL has it."""
