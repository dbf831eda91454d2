"""Answer queries over a store as SPARQL 1.1 says, also where the embedded engine alone would not."""
