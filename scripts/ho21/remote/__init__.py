"""Other people's SPARQL servers."""
