"""What reasoning found, as text, as JSON, and as findings of `adgo validate`."""
