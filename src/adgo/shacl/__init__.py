"""SHACL validation with file, line and column. It needs only the standard library for SHACL Core, and only RDF.

The packages import in one direction: model, constraints, reading, inputs, evaluation, engines, reporting, checks,
validation.
"""
