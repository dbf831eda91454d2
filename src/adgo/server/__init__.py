"""The server: pages, the SPARQL protocol, and the confined workers behind it."""
