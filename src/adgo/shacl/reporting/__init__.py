"""The report of a validation: the places of results, the selection of results, and the formats."""
