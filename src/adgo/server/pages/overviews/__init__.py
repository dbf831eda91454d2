"""The pages that show a selection of the graph: network, map, timeline, numbers."""
