"""From text to triples: the tokens and grammars of Turtle, TriG, N-Triples and N-Quads, and their errors."""
