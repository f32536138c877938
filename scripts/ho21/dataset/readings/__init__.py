"""Our readings and mappings: tables of SSSOM, and what their rows become."""
