"""Drafts of claims from rules: words that state a relation, between things that the graph knows by their names."""
