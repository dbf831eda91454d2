"""From triples to text: the canonical writer, and the formatter for text that people wrote."""
