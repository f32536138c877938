"""RDF terms and syntaxes; knows nothing of strategies."""
