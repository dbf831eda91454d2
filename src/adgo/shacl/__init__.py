"""SHACL validation with file, line and column; SHACL Core needs only the standard library.

The packages import in one direction: model, constraints, reading, inputs, evaluation, engines, reporting, checks,
validation.
"""
