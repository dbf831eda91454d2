"""Checks of shapes and data beside SHACL: faulty shapes, misspelt and deprecated terms."""
