"""Checks of shapes and data in addition to SHACL: faulty shapes, misspelt terms, deprecated terms."""
