"""The graph: its names, its files, its dataset, and what is made from the claims."""
