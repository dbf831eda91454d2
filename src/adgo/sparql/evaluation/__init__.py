"""Evaluate queries exactly as SPARQL 1.1 says, if the embedded engine would answer differently."""
