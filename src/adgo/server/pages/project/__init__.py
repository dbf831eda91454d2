"""Pages about the project: what it is based on, what has changed, what was corrected."""
