"""ADGO for other people's Python programs: the graph, answers to queries, and things."""
