"""The graph as a folder of static files, with SPARQL in the browser."""
