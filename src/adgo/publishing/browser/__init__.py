"""What answers queries and searches in the browser of a published folder."""
