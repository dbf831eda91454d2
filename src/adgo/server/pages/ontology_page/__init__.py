"""`/ontology` as a page: header, how to import it, every term in words, changes since each issued version."""
