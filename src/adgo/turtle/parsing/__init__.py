"""From text to triples: parsers for Turtle, TriG, N-Triples and N-Quads, and their messages about faults."""
