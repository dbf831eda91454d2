"""The constraint components of SHACL, one module per family of the standard's chapters 4 and 5."""
