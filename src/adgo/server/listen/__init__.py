"""What accepts connections: the port, slow and idle clients, the fast path of a plain query."""
