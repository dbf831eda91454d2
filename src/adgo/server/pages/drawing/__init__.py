"""Pictures: the network, the map, the timeline, and any answer that can be drawn."""
