"""SHACL with file, line and column: engines, report, lint and output formats. Knows RDF only."""
