"""The linked-data site, the report, and dist/."""
