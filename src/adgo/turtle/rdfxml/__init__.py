"""RDF/XML: finds the place of each term of the triples that pyoxigraph reads."""
