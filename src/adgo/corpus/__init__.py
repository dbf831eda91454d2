"""The graph as people read it: claims, facts, undertakings and standings, in memory."""
