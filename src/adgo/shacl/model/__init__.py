"""The model of data and shapes: terms, graphs, paths, shapes, queries, results."""
