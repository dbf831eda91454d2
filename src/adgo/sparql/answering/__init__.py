"""Answer queries over a store as SPARQL 1.1 says, even if the embedded engine alone would not."""
