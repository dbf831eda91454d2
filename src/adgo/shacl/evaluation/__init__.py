"""From shapes and data to results."""
