"""The report of a validation: where each result points, what is shown of it, and in which format."""
