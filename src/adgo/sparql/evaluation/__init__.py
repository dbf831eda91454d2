"""The evaluation of queries by the letter of SPARQL 1.1, for what the embedded engine answers otherwise."""
