"""What a text mentions that the graph knows, with numbers, dates and levels: drafts for a person to complete."""
