"""What accepts connections: sockets, granian or waitress, limits for slow clients, the fast path, and faults."""
