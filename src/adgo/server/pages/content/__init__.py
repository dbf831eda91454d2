"""What pages know of the graph: claims, facts, undertakings and standings, read once for each state of the data."""
