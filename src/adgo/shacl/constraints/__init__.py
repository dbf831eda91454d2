"""The constraint components of SHACL, one module for each family in chapters 4 and 5 of the standard.

Each module reads the constraints of its family from a shape, evaluates them and writes their messages.
"""
