"""Drafts: what a document may say, row by row, until a person has decided.

Nothing in a draft is part of the project: it lies in ``drafts/NAME/``, and nothing else reads it.
"""
