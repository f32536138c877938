"""Queries in processes that may be killed."""
