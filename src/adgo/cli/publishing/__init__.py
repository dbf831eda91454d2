"""The commands that write the graph for other programs."""
