"""A project worked out once and kept in the user's cache, so that it is asked without loading."""
