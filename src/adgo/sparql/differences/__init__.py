"""Where the embedded engine differs from SPARQL 1.1: what a query meets, and how it is rewritten."""
