"""Queries as algebra (SPARQL 1.1, section 18): from text to operators, and back to text."""
