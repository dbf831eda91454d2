"""Reading shapes from a shapes graph."""
