"""Validation that checks again only what an edit of a data file can have changed."""
