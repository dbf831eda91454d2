"""What a report is written as: one module per format, each a function from a report to text."""
