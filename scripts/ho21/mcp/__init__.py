"""Tools for assistants (Model Context Protocol)."""
