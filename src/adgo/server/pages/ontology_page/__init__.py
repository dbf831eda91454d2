"""The ontology's page: its header, how to take it, every term in words, and what changed since each issued version."""
