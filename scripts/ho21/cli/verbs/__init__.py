"""Verbs that are more than a call: a project is begun, and a document drafted."""
