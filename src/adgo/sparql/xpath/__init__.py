"""Regular expressions of XPath and XQuery Functions 3.1, translated for Python and for the embedded engine."""
